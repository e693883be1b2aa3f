package dev.nightjar.store;

import dev.nightjar.workflow.Workflow;
import java.time.Instant;
import java.util.List;

/// What a stored workflow was.
public final class WorkflowVersions {
  /// A version of a workflow.
  ///
  /// @param number from 1
  /// @param created when it was made
  public record Version(String id, int number, Workflow workflow, Instant created) {}

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
}
