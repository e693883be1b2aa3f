package dev.nightjar.app;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Deletions;
import dev.nightjar.http.Services;
import dev.nightjar.http.airflow.Dags;
import dev.nightjar.run.Run;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs stored workflows for Airflow's interfaces.
final class WorkflowDags implements Dags {
  private static final int SOME = 100;

  private final Services services;
  private final Workflows workflows;
  private final Scheduler scheduler;
  private final Deletions deletions;
  private final KeyedWorkflows keyed = new KeyedWorkflows();
  private final KeyedRuns runs = new KeyedRuns();
  private final RunLists lists = new RunLists();
  private final WorkflowStore store = new WorkflowStore();

  WorkflowDags(Services services, Workflows workflows, Scheduler scheduler) {
    this.services = services;
    this.workflows = workflows;
    this.scheduler = scheduler;
    this.deletions = new Deletions(services);
  }

  private KeyedWorkflow find(String key) {
    return services
        .database()
        .read(transaction -> keyed.find(transaction, key))
        .orElseThrow(
            () ->
                new AirflowProblem(
                    404, "DAG not found", "DAG with dag_id: '%s' not found".formatted(key)));
  }

  @Override
  public String trigger(Trigger trigger) {
    KeyedWorkflow dag = find(trigger.workflow());
    var asked =
        new Workflows.Asked(
            trigger.runKey(),
            trigger.logicalTime() == null ? null : trigger.logicalTime().toInstant(),
            trigger.interval(),
            parameters(dag, trigger.conf()));
    String run =
        workflows
            .trigger(dag.key(), asked, trigger.by())
            .orElseThrow(
                () ->
                    new AirflowProblem(
                        404,
                        "DAG not found",
                        "DAG with dag_id: '%s' not found".formatted(dag.key())));
    if (trigger.note() != null) {
      services.database().change(transaction -> runs.note(transaction, run, trigger.note()));
    }
    return run;
  }

  /// A run of an Airflow file has what it is handed as `conf`, its DAG's parameters apart.
  private static Map<String, Object> parameters(KeyedWorkflow dag, Map<String, Object> conf) {
    Source source = dag.stored().workflow().source();
    if (source != null && source.kind() == Source.Kind.AIRFLOW) {
      return conf;
    }
    Map<String, Object> all = new LinkedHashMap<>(dag.stored().workflow().parameters());
    all.putAll(conf);
    return all;
  }

  @Override
  public void pause(String workflow, boolean paused, String by) {
    workflows.pause(workflow, paused, by);
  }

  @Override
  public void delete(String workflow, String by) {
    String id = find(workflow).stored().id();
    workflows.pause(workflow, true, by);
    services
        .database()
        .read(transaction -> lists.active(transaction, id))
        .forEach(run -> services.jobs().stop(run, by, "Its workflow is deleted."));
    for (List<Run> some = some(id); !some.isEmpty(); some = some(id)) {
      some.forEach(run -> deletions.job(run.id(), by));
    }
    // Its files may be those of other workflows, too: retention deletes them.
    services
        .database()
        .change(transaction -> store.delete(transaction, id, services.clock().instant(), by));
    scheduler.schedulesChanged();
  }

  private List<Run> some(String workflow) {
    return services
        .database()
        .read(transaction -> lists.newest(transaction, RunFilter.ofWorkflow(workflow), null, SOME));
  }

  @Override
  public void deleteRun(String run, String by) {
    deletions.job(run, by);
  }

  @Override
  public void edited() {
    scheduler.workCame();
    scheduler.stopAsked();
  }
}
