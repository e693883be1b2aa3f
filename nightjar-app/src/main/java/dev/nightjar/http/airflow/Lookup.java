package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what addresses name, or says in Airflow's words that it is not there.
final class Lookup {
  private final AirflowServices services;
  private final KeyedWorkflows workflows = new KeyedWorkflows();
  private final KeyedRuns runs = new KeyedRuns();
  private final TaskRunLists taskRuns = new TaskRunLists();

  Lookup(AirflowServices services) {
    this.services = services;
  }

  Optional<KeyedWorkflow> dag(String id) {
    return Given.isStorable(id)
        ? services.database().read(transaction -> workflows.find(transaction, id))
        : Optional.empty();
  }

  KeyedWorkflow dag(String id, String title, @Nullable String detail) {
    return dag(id)
        .orElseThrow(
            () ->
                new AirflowProblem(
                    404, title.formatted(id), detail == null ? null : detail.formatted(id)));
  }

  /// The ids of workflows, and one of none where there are none, since no id means all.
  List<String> ids(List<String> dags) {
    List<String> ids = new ArrayList<>();
    dags.forEach(dag -> dag(dag).map(KeyedWorkflow::stored).ifPresent(one -> ids.add(one.id())));
    return ids.isEmpty() && !dags.isEmpty() ? List.of("") : ids;
  }

  Optional<KeyedRun> run(String dag, String run) {
    return dag(dag)
        .filter(_ -> Given.isStorable(run))
        .flatMap(
            found ->
                services
                    .database()
                    .read(transaction -> runs.find(transaction, found.stored().id(), run)));
  }

  /// The run of that name, or of that logical date.
  Optional<KeyedRun> run(KeyedWorkflow dag, String nameOrTime) {
    OffsetDateTime time = Moments.parse(nameOrTime);
    if (time == null && !Given.isStorable(nameOrTime)) {
      return Optional.empty();
    }
    return services
        .database()
        .read(
            transaction ->
                time == null
                    ? runs.find(transaction, dag.stored().id(), nameOrTime)
                    : runs.find(transaction, dag.stored().id(), time.toInstant()));
  }

  /// As above, or what Airflow's commands say if there is none.
  KeyedRun requireRun(KeyedWorkflow dag, String nameOrTime) {
    return run(dag, nameOrTime)
        .orElseThrow(
            () ->
                AirflowProblem.bad(
                    "airflow.exceptions.DagRunNotFound: DagRun for %s with run_id or execution_date of '%s' not found"
                        .formatted(dag.key(), nameOrTime)));
  }

  KeyedRun requireRun(String dag, String run) {
    return run(dag, run)
        .orElseThrow(
            () ->
                new AirflowProblem(
                    404,
                    "DAGRun not found",
                    "DAGRun with DAG ID: '%s' and DagRun ID: '%s' not found".formatted(dag, run)));
  }

  /// A task of a run; the title says what is missing otherwise.
  StoredTaskRun requireTask(String dag, String run, String task, String title) {
    return run(dag, run)
        .filter(_ -> Given.isStorable(task))
        .flatMap(
            found ->
                services
                    .database()
                    .read(
                        transaction ->
                            taskRuns.find(transaction, new TaskRunKey(found.run().id(), task))))
        .orElseThrow(() -> new AirflowProblem(404, title, null));
  }
}
