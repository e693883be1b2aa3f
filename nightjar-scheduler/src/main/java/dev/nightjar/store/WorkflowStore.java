package dev.nightjar.store;

import dev.nightjar.run.Event;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Workflow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Stored workflows, of which each change makes a new version.
public final class WorkflowStore {
  static final String SELECT =
      """
      SELECT workflow.*, version.number, version.definition, version.snapshot,
             schedule.workflow_id AS scheduled, schedule.expression, schedule.timezone,
             schedule.start_at, schedule.end_at, schedule.jitter_ms, schedule.misfire,
             schedule.overlap, schedule.due_at, schedule.intervals
        FROM workflow
        JOIN workflow_version version ON version.id = workflow.version_id
        LEFT JOIN schedule ON schedule.workflow_id = workflow.id
      """;

  private final EventStore events = new EventStore();

  /// Stores a new workflow with its first version.
  public void insert(Transaction transaction, StoredWorkflow stored) {
    insertVersion(
        transaction,
        stored.version(),
        stored.id(),
        stored.number(),
        stored.workflow(),
        stored.snapshot(),
        stored.created());
    transaction
        .handle()
        .createUpdate(
            """
            INSERT INTO workflow (id, version_id, name, name_key, paused, created_at, updated_at,
                created_by, workflow_key)
            VALUES (:id, :version, :name, :name, :paused, :created, :created, :by, :key)
            """)
        .bind("id", stored.id())
        .bind("version", stored.version())
        .bind("name", stored.workflow().name())
        .bind("paused", stored.paused() ? 1 : 0)
        .bind("created", stored.created().toEpochMilli())
        .bind("by", stored.by())
        .bind("key", stored.workflow().source() == null ? null : stored.workflow().name())
        .execute();
    describe(transaction, stored);
    append(transaction, stored, "CREATED", stored.by());
  }

  /// Stores a change: another version if the workflow or its files changed, and whether it is
  /// paused.
  ///
  /// @param stored as it is to be; a version that is there already is not written again
  /// @param what the word of the event
  /// @return false if it is not there
  public boolean update(
      Transaction transaction, StoredWorkflow stored, Instant now, String what, String by) {
    int changed =
        transaction
            .handle()
            .execute(
                "UPDATE workflow SET version_id = ?, paused = ?, updated_at = ? WHERE id = ?",
                stored.version(),
                stored.paused() ? 1 : 0,
                now.toEpochMilli(),
                stored.id());
    if (changed == 0) {
      return false;
    }
    boolean known =
        transaction
            .handle()
            .createQuery("SELECT 1 FROM workflow_version WHERE id = :id")
            .bind("id", stored.version())
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!known) {
      insertVersion(
          transaction,
          stored.version(),
          stored.id(),
          stored.number(),
          stored.workflow(),
          stored.snapshot(),
          now);
      transaction.handle().execute("DELETE FROM workflow_tag WHERE workflow_id = ?", stored.id());
      describe(transaction, stored);
    }
    append(transaction, stored, what, by);
    return true;
  }

  private static void describe(Transaction transaction, StoredWorkflow stored) {
    Workflow workflow = stored.workflow();
    NotebookWork notebook = RunStore.notebook(workflow);
    transaction
        .handle()
        .execute(
            """
            UPDATE workflow
               SET name = ?, name_key = ?, notebook = ?, environment = ?, compute_type = ?,
                   source_file = ?, awaits = ?
             WHERE id = ?
            """,
            workflow.name(),
            Conditions.key(workflow.name()),
            notebook == null ? null : notebook.notebook(),
            notebook == null ? null : notebook.environment(),
            notebook == null ? null : notebook.computeType(),
            workflow.source() == null ? null : workflow.source().file(),
            workflow.on() == null ? null : Documents.write(workflow.on()),
            stored.id());
    if (!workflow.tags().isEmpty()) {
      var batch =
          transaction
              .handle()
              .prepareBatch("INSERT INTO workflow_tag (tag, workflow_id) VALUES (?, ?)");
      workflow.tags().stream().distinct().forEach(tag -> batch.add(tag, stored.id()));
      batch.execute();
    }
  }

  /// Stores what a run starts with.
  ///
  /// @param workflow the stored workflow's id; null for a job that was submitted alone
  static void insertVersion(
      Transaction transaction,
      String id,
      @Nullable String workflow,
      int number,
      Workflow definition,
      String snapshot,
      Instant now) {
    transaction
        .handle()
        .execute(
            """
            INSERT INTO workflow_version (id, workflow_id, number, definition, snapshot, created_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            id,
            workflow,
            number,
            Documents.write(definition),
            snapshot,
            now.toEpochMilli());
  }

  /// Stores the version of a job that is submitted alone.
  public void insertJob(
      Transaction transaction, String version, Workflow definition, String snapshot, Instant now) {
    insertVersion(transaction, version, null, 1, definition, snapshot, now);
  }

  /// The workflow of that id.
  public Optional<StoredWorkflow> find(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery(SELECT + " WHERE workflow.id = :id")
        .bind("id", id)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// The job definition of that id; a workflow that was read from a file is none.
  public Optional<StoredWorkflow> findDefinition(Transaction transaction, String id) {
    return find(transaction, id).filter(stored -> stored.workflow().notebookOnly());
  }

  /// Keeps others who would lock it waiting until the transaction ends.
  public void lock(Transaction transaction, String id) {
    lock(transaction, Set.of(id));
  }

  void lock(Transaction transaction, Set<String> ids) {
    if (!transaction.dialect().singleServer()) {
      transaction
          .handle()
          .createQuery(
              "SELECT id FROM workflow WHERE id IN (<ids>) ORDER BY id"
                  + transaction.dialect().lock())
          .bindList("ids", Lists.padded(new TreeSet<>(ids)))
          .mapTo(String.class)
          .list();
    }
  }

  /// Deletes a workflow with its schedule and versions. Its runs must be gone before.
  ///
  /// @return false if it is not there
  /// @throws StoreException if it has runs
  public boolean delete(Transaction transaction, String id, Instant now, String by) {
    lock(transaction, id);
    Optional<StoredWorkflow> stored = find(transaction, id);
    if (stored.isEmpty()) {
      return false;
    }
    boolean used =
        transaction
            .handle()
            .createQuery("SELECT 1 FROM run WHERE workflow_id = :id LIMIT 1")
            .bind("id", id)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (used) {
      throw new StoreException("workflow %s has runs: delete them before it".formatted(id), null);
    }
    for (String table : List.of("schedule", "memo", "workflow_tag", "workflow_version")) {
      transaction.handle().execute("DELETE FROM %s WHERE workflow_id = ?".formatted(table), id);
    }
    transaction.handle().execute("DELETE FROM workflow WHERE id = ?", id);
    events.append(
        transaction,
        new Event(0, now, new Event.Subject(id, null, null), null, "DELETED", by, null));
    return true;
  }

  /// The snapshots of all versions of a workflow.
  public List<String> snapshots(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("SELECT DISTINCT snapshot FROM workflow_version WHERE workflow_id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .list();
  }

  private void append(Transaction transaction, StoredWorkflow stored, String what, String by) {
    events.append(
        transaction,
        new Event(
            0, stored.updated(), new Event.Subject(stored.id(), null, null), null, what, by, null));
  }

  static StoredWorkflow read(ResultSet row) throws SQLException {
    String version = row.getString("version_id");
    Timetable timetable = row.getString("scheduled") == null ? null : ScheduleStore.read(row);
    return new StoredWorkflow(
        row.getString("id"),
        version,
        row.getInt("number"),
        Documents.workflow(version, row.getString("definition")),
        row.getString("snapshot"),
        new StoredWorkflow.Timing(
            row.getInt("paused") != 0,
            timetable,
            Rows.timeOrNull(row, "due_at"),
            ScheduleStore.catchup(row)),
        new StoredWorkflow.Origin(
            Rows.time(row, "created_at"),
            Rows.time(row, "updated_at"),
            row.getString("created_by")));
  }
}
