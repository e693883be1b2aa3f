package dev.nightjar.store;

import dev.nightjar.workflow.Workflow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// Runs of the last 30 days, each with its task run, attempt and events, written as rows.
public final class OldRuns {
  private static final List<String> STATES =
      List.of("SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS", "FAILED",
          "FAILED", "STOPPED");
  private static final int BATCH = 5_000;

  private final Database database;
  private final List<StoredWorkflow> workflows;
  private final Random random = new Random(1);

  public OldRuns(Database database, List<StoredWorkflow> workflows) {
    this.database = database;
    this.workflows = workflows;
  }

  public void add(int count) {
    Instant now = Clock.systemUTC().instant();
    for (int at = 0; at < count; at += BATCH) {
      int from = at;
      int to = Math.min(count, at + BATCH);
      database.change(tx -> add(tx, now, from, to, count));
    }
    try {
      database.change(tx -> tx.handle().execute("ANALYZE"));
    } catch (StoreException mysql) {
      database.change(tx -> tx.handle().execute("ANALYZE TABLE run, task_run, attempt, event"));
    }
  }

  private void add(Transaction tx, Instant now, int from, int to, int count) {
    var runs =
        tx.handle()
            .prepareBatch(
                """
                INSERT INTO run (id, workflow_id, version_id, name, name_key, notebook, environment,
                    state, cause, logical_time, parameters, fire_key, held, open_tasks,
                    failed_tasks, stopped_tasks, created_at, updated_at, started_at, ended_at,
                    created_by)
                VALUES (?, ?, ?, ?, ?, 'report.ipynb', 'python3', ?, 'SCHEDULE', ?, '{}', ?, 0, 0,
                    0, 0, ?, ?, ?, ?, 'scheduler')
                """);
    var tasks =
        tx.handle()
            .prepareBatch(
                """
                INSERT INTO task_run (run_id, task, state, executor, slots, memory, priority_order,
                    available_at, attempt, failures, losses)
                VALUES (?, 'notebook', ?, 'local', 1, 0, 0, ?, 1, 0, 0)
                """);
    var attempts =
        tx.handle()
            .prepareBatch(
                """
                INSERT INTO attempt (run_id, task, number, worker, external_id, started_at,
                    ended_at, outcome)
                VALUES (?, 'notebook', 1, 'server#1', 'pid', ?, ?, 'SUCCEEDED')
                """);
    var events =
        tx.handle()
            .prepareBatch(
                """
                INSERT INTO event (happened_at, workflow_id, run_id, from_state, to_state, actor)
                VALUES (?, ?, ?, 'RUNNING', ?, 'scheduler')
                """);
    var tags = tx.handle().prepareBatch("INSERT INTO run_tag (tag, created_at, run_id) VALUES (?, ?, ?)");
    var counts = new RunCounts();
    for (int i = from; i < to; i++) {
      StoredWorkflow stored = workflows.get(random.nextInt(workflows.size()));
      Workflow workflow = stored.workflow();
      String state = STATES.get(random.nextInt(STATES.size()));
      long age = Duration.ofDays(30).toMillis() * (count - i) / count + 60_000;
      long created = now.toEpochMilli() - age;
      String id = id(created);
      runs.add(
          id, stored.id(), stored.version(), workflow.name(), Conditions.key(workflow.name()),
          state, created, stored.id() + "@" + i + "@" + created, created, created + 2000,
          created + 100, created + 2000);
      tasks.add(id, state, created);
      attempts.add(id, created + 100, created + 2000);
      events.add(created + 2000, stored.id(), id, state);
      tags.add("team-" + i % 20, created, id);
      counts.add(stored.id(), dev.nightjar.run.RunState.valueOf(state), 1);
    }
    runs.execute();
    tasks.execute();
    attempts.execute();
    events.execute();
    tags.execute();
    counts.store(tx);
  }

  private String id(long created) {
    long high = created << 16 | 0x7000 | random.nextInt(4096);
    return new UUID(high, random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L)
        .toString();
  }
}
