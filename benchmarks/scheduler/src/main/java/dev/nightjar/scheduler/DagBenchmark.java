package dev.nightjar.scheduler;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.Executor;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.store.Database;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What workflows of many tasks cost when the tasks do nothing; see `run`.
final class DagBenchmark {
  private static final Clock CLOCK = Clock.systemUTC();

  private final Database database;
  private final RunLists lists = new RunLists();

  DagBenchmark(Database database) {
    this.database = database;
  }

  void run() throws Exception {
    for (int round = 1; round <= 3; round++) {
      System.out.printf("round %d%n", round);
      rate("40 chains of 100", 40, chain(100));
      rate("4 fans of 1,000", 4, fan(1_000));
      rate("a grid of 10,000 points", 1, grid(100));
    }
    gaps();
    for (int tasks : new int[] {100, 1_000, 10_000}) {
      int runs = 10_000 / tasks;
      rate("%d layered DAGs of %,d tasks".formatted(runs, tasks), runs, layers(tasks));
    }
  }

  private void rate(String what, int runs, Workflow workflow) throws Exception {
    var executor = new Timed();
    long planned;
    long took;
    try (var server = NoWork.scheduler(database, executor, CLOCK)) {
      var jobs = new Jobs(database, server, CLOCK);
      long start = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        jobs.submit(workflow, "s", null, "ada");
      }
      planned = System.nanoTime() - start;
      start = System.nanoTime();
      server.start();
      while (open() > 0) {
        server.alertsBell().await(Duration.ofMillis(20));
      }
      took = System.nanoTime() - start;
    }
    System.out.printf(
        "  %-32s %,6d attempts: %6.0f a second; a run was planned in %.1f ms%n",
        what, executor.attempts.size(), executor.attempts.size() * 1e9 / took, planned / 1e6 / runs);
  }

  /// From the end of a task to the start of the next, while ten chains run.
  private void gaps() throws Exception {
    var executor = new Timed();
    try (var server = NoWork.scheduler(database, executor, CLOCK)) {
      server.start();
      var jobs = new Jobs(database, server, CLOCK);
      for (int i = 0; i < 10; i++) {
        jobs.submit(chain(100), "s", null, "ada");
      }
      while (open() > 0) {
        server.alertsBell().await(Duration.ofMillis(20));
      }
    }
    List<Long> gaps = executor.gaps.stream().sorted().toList();
    System.out.printf(
        "ready to start, %d tasks of ten chains: median %.1f ms, p99 %.1f ms, most %.1f ms%n",
        gaps.size(),
        gaps.get(gaps.size() / 2) / 1e6,
        gaps.get(gaps.size() * 99 / 100) / 1e6,
        gaps.getLast() / 1e6);
  }

  private long open() {
    RunFilter unfinished = RunFilter.inStates(EnumSet.of(RunState.QUEUED, RunState.RUNNING));
    return database.<Long>read(tx -> lists.count(tx, unfinished));
  }

  private static Workflow chain(int tasks) {
    return workflow(
        IntStream.range(0, tasks)
            .mapToObj(i -> task("t" + i, i == 0 ? List.of() : List.of("t" + (i - 1)), null))
            .toList());
  }

  private static Workflow fan(int width) {
    List<Task> tasks = new ArrayList<>();
    tasks.add(task("first", List.of(), null));
    IntStream.range(0, width).forEach(i -> tasks.add(task("t" + i, List.of("first"), null)));
    tasks.add(task("last", IntStream.range(0, width).mapToObj(i -> "t" + i).toList(), null));
    return workflow(tasks);
  }

  private static Workflow grid(int side) {
    List<Integer> values = IntStream.range(0, side).boxed().toList();
    return workflow(List.of(task("t", List.of(), new Grid(Map.of("a", values, "b", values), null))));
  }

  /// Ten layers, each task after two of the layer above.
  private static Workflow layers(int tasks) {
    int width = tasks / 10;
    return workflow(
        IntStream.range(0, tasks)
            .mapToObj(
                i ->
                    task(
                        "t" + i,
                        i < width
                            ? List.of()
                            : List.of("t" + (i - width), "t" + (i / width - 1) * width),
                        null))
            .toList());
  }

  private static Workflow workflow(List<Task> tasks) {
    return new Workflow("dag", List.of(), Map.of(), tasks, List.of());
  }

  private static Task task(String name, List<String> after, @Nullable Grid grid) {
    return new Task(
        name,
        ShellWork.of("true"),
        after,
        TriggerRule.ALL_SUCCESS,
        Retry.NONE,
        Limits.NONE,
        Placement.LOCAL,
        new Traits(null, Past.IGNORED, null, null, null, grid, List.of(), null));
  }

  /// Attempts that do nothing, and how long after the one before it in its run each starts.
  private static final class Timed implements Executor {
    final Queue<String> attempts = new ConcurrentLinkedQueue<>();
    final Queue<Long> gaps = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> ends = new ConcurrentHashMap<>();

    @Override
    public String name() {
      return "local";
    }

    @Override
    public TaskHandle submit(AttemptOrder order) {
      Long before = ends.get(order.taskRun().run());
      if (before != null) {
        gaps.add(System.nanoTime() - before);
      }
      attempts.add(order.taskRun().task());
      return new Done(order.taskRun().run(), ends);
    }

    @Override
    public Optional<TaskHandle> attach(AttemptOrder order, @Nullable String externalId) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private record Done(String run, Map<String, Long> ends) implements TaskHandle {
    @Override
    public String externalId() {
      return run;
    }

    @Override
    public Ending await() {
      ends.put(run, System.nanoTime());
      return Ending.of(new Outcome.Succeeded());
    }

    @Override
    public void stop(String reason, Duration grace) {}

    @Override
    public void leaseUntil(java.time.Instant end) {}
  }
}
