package dev.nightjar.store;

import dev.nightjar.workflow.Workflow;
import java.time.Instant;
import java.util.List;

/// What a stored workflow was, and what comes next.
public final class WorkflowVersions {
  /// A version of a workflow.
  ///
  /// @param number from 1
  /// @param created when it was made
  public record Version(String id, int number, Workflow workflow, Instant created) {}

  /// A workflow that is due.
  ///
  /// @param at the time that its run stands for
  public record Due(String workflow, String name, Instant at) {}

  /// The versions of a workflow, newest first.
  public List<Version> of(Transaction transaction, String workflow, int limit) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT * FROM workflow_version WHERE workflow_id = :workflow
             ORDER BY number DESC LIMIT :limit
            """)
        .bind("workflow", workflow)
        .bind("limit", limit)
        .map(
            (row, _) ->
                new Version(
                    row.getString("id"),
                    row.getInt("number"),
                    Documents.workflow(row.getString("id"), row.getString("definition")),
                    Rows.time(row, "created_at")))
        .list();
  }

  /// What is due next, soonest first; what is paused is not.
  public List<Due> nextDue(Transaction transaction, int limit) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT workflow.id, workflow.name, schedule.due_at
              FROM schedule JOIN workflow ON workflow.id = schedule.workflow_id
             WHERE schedule.fire_at IS NOT NULL ORDER BY schedule.fire_at LIMIT :limit
            """)
        .bind("limit", limit)
        .map(
            (row, _) ->
                new Due(row.getString("id"), row.getString("name"), Rows.time(row, "due_at")))
        .list();
  }
}
