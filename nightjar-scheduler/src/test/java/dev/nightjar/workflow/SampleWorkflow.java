package dev.nightjar.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Workflows of tests: by default one notebook task named `a`.
public final class SampleWorkflow {
  private final String name;
  private List<String> tags = List.of();
  private Map<String, Object> parameters = Map.of();
  private List<String> tasks = List.of("a");
  private Retry retry = Retry.NONE;
  private Limits limits = Limits.NONE;
  private Placement placement = Placement.LOCAL;
  private List<AlertRule> alerts = List.of();
  private Concurrency concurrency = Concurrency.NONE;
  private Traits traits = Traits.NONE;

  private SampleWorkflow(String name) {
    this.name = name;
  }

  public static SampleWorkflow named(String name) {
    return new SampleWorkflow(name);
  }

  public SampleWorkflow tags(String... tags) {
    this.tags = List.of(tags);
    return this;
  }

  public SampleWorkflow parameters(Map<String, Object> parameters) {
    this.parameters = parameters;
    return this;
  }

  /// Tasks that do not wait for each other.
  public SampleWorkflow tasks(String... tasks) {
    this.tasks = List.of(tasks);
    return this;
  }

  public SampleWorkflow retry(Retry retry) {
    this.retry = retry;
    return this;
  }

  public SampleWorkflow limits(Limits limits) {
    this.limits = limits;
    return this;
  }

  public SampleWorkflow memory(long bytes) {
    return limits(new Limits(null, null, bytes));
  }

  public SampleWorkflow priority(int priority) {
    placement = new Placement(placement.executor(), placement.pool(), placement.slots(), priority);
    return this;
  }

  public SampleWorkflow pool(String pool, int slots) {
    placement = new Placement(placement.executor(), pool, slots, placement.priority());
    return this;
  }

  /// At most so many tasks at a time, over all runs.
  public SampleWorkflow mostTasks(int tasks) {
    concurrency = new Concurrency(null, tasks, null);
    return this;
  }

  /// Each task at most so often at a time, over all runs.
  public SampleWorkflow atOnce(int times) {
    traits = new Traits(null, Past.IGNORED, null, times, null);
    return this;
  }

  public SampleWorkflow executor(String executor) {
    placement = new Placement(executor, placement.pool(), placement.slots(), placement.priority());
    return this;
  }

  public SampleWorkflow alert(String target, AlertRule.On... on) {
    List<AlertRule> more = new ArrayList<>(alerts);
    more.add(new AlertRule(java.util.Set.of(on), target));
    alerts = List.copyOf(more);
    return this;
  }

  public Workflow make() {
    var work =
        new NotebookWork(
            "a.ipynb",
            "python3",
            Map.of(),
            false,
            List.of("ipynb"),
            NotebookWork.DEFAULT_OUTPUT_NAME,
            false,
            null);
    List<Task> made =
        tasks.stream()
            .map(
                task ->
                    new Task(
                        task,
                        work,
                        List.of(),
                        TriggerRule.ALL_SUCCESS,
                        retry,
                        limits,
                        placement,
                        traits))
            .toList();
    return new Workflow(name, tags, parameters, made, alerts, concurrency, null);
  }
}
