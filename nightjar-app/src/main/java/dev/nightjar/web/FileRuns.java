package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Finds what addresses of workflows name.
record FileRuns(Services services) {
  /// The workflow that the address names.
  KeyedWorkflow workflow(Visit visit) {
    return services.database().read(transaction -> workflow(transaction, visit));
  }

  KeyedWorkflow workflow(Transaction transaction, Visit visit) {
    String key = visit.path("key");
    return new KeyedWorkflows()
        .find(transaction, key)
        .orElseThrow(
            () -> HttpProblem.missing("There is no workflow with the name '%s'.".formatted(key)));
  }

  /// The run that the address names.
  KeyedRun run(Visit visit) {
    return services.database().read(transaction -> run(transaction, visit));
  }

  KeyedRun run(Transaction transaction, Visit visit) {
    KeyedWorkflow workflow = workflow(transaction, visit);
    String run = visit.path("run");
    return new KeyedRuns()
        .find(transaction, workflow.stored().id(), run)
        .orElseThrow(
            () ->
                HttpProblem.missing(
                    "The workflow '%s' has no run '%s'.".formatted(workflow.key(), run)));
  }

  /// The task that the address names.
  StoredTaskRun task(Transaction transaction, KeyedRun run, Visit visit) {
    String task = visit.path("task");
    return new TaskRunLists()
        .find(transaction, new TaskRunKey(run.run().id(), task))
        .orElseThrow(
            () -> HttpProblem.missing("The run %s has no task '%s'.".formatted(run.key(), task)));
  }

  /// Leads from the address of a job to its page, or to that of the run which has this id.
  Consumer<Visit> ofRun(Function<Visit, Page> page) {
    return or(page, this::runAddress);
  }

  /// Leads from the address of a definition to its page, or to that of the workflow which has this
  /// id.
  Consumer<Visit> ofWorkflow(Function<Visit, Page> page) {
    return or(page, this::workflowAddress);
  }

  private Consumer<Visit> or(
      Function<Visit, Page> page, Function<String, Optional<String>> elsewhere) {
    return visit ->
        elsewhere
            .apply(visit.id())
            .ifPresentOrElse(visit::redirect, () -> page.apply(visit).answer(visit));
  }

  private Optional<String> runAddress(String id) {
    return services
        .database()
        .read(
            transaction ->
                new RunStore()
                    .find(transaction, id)
                    .flatMap(run -> Optional.ofNullable(run.workflowId()))
                    .flatMap(workflow -> new KeyedWorkflows().findById(transaction, workflow)))
        .map(workflow -> Places.run(workflow.key(), id));
  }

  private Optional<String> workflowAddress(String id) {
    return services
        .database()
        .read(transaction -> new KeyedWorkflows().findById(transaction, id))
        .map(workflow -> Places.workflow(workflow.key()));
  }
}
