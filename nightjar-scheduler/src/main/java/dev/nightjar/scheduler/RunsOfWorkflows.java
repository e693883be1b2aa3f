package dev.nightjar.scheduler;

import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.Workflow;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Makes runs of stored workflows, now or as they were.
///
/// @param admission what is stored of a workflow that somebody hands in
record RunsOfWorkflows(WorkflowStore workflows, UnaryOperator<Workflow> admission, Clock clock) {
  /// What a run is made of.
  ///
  /// @param version null to store one for this run
  record Base(String definition, @Nullable String version, Workflow workflow, String snapshot) {
    static Base of(StoredWorkflow stored) {
      return new Base(stored.id(), stored.version(), stored.workflow(), stored.snapshot());
    }
  }

  /// A run to be stored.
  ///
  /// @param parameters in place of all of the workflow's; null for those
  NewRun run(
      Transaction transaction,
      Base base,
      @Nullable Map<String, Object> parameters,
      String id,
      Run.Cause cause) {
    Workflow workflow = base.workflow();
    String version = base.version();
    Instant now = cause.logicalTime();
    if (parameters != null) {
      Workflow admitted = admission.apply(workflow.with(parameters));
      if (!admitted.alerts().equals(workflow.alerts())) {
        version = null;
      }
      workflow = admitted;
    }
    if (version == null) {
      version = Ids.next(clock);
      workflows.insertJob(transaction, version, workflow, base.snapshot(), now);
    }
    return new NewRun(
        id, base.definition(), version, workflow, workflow.parameters(), cause, false, now);
  }
}
