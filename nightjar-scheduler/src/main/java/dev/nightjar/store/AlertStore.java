package dev.nightjar.store;

import dev.nightjar.run.Ids;
import dev.nightjar.workflow.AlertRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The outbox of alerts. One is put in by the transaction that gives rise to it, and taken out when
/// it was delivered, so none is lost; it is sent twice only if the sender dies between sending and
/// recording that, and then under the same id.
public final class AlertStore {
  /// An alert to be delivered.
  ///
  /// @param id the idempotency key to send along
  /// @param subject the task that it is about; null for the run
  /// @param tries how often that was tried before
  public record Alert(
      String id,
      String run,
      AlertRule.On on,
      @Nullable String subject,
      String target,
      int tries,
      Instant created) {}

  /// Stands for the run.
  private static final String ALL = "";

  private final Clock clock;

  public AlertStore(Clock clock) {
    this.clock = clock;
  }

  /// Puts an alert about a run in, unless it told that target of that already.
  public void put(Transaction transaction, String run, AlertRule.On on, String target) {
    put(transaction, run, on, null, target);
  }

  /// Puts an alert in, unless that run told that target of that already.
  ///
  /// @param subject the task that it is about; null for the run
  public void put(
      Transaction transaction,
      String run,
      AlertRule.On on,
      @Nullable String subject,
      String target) {
    String about = subject == null ? ALL : subject;
    boolean there =
        transaction
            .handle()
            .createQuery(
                """
                SELECT 1 FROM alert
                 WHERE run_id = :run AND kind = :on AND target = :target AND subject = :subject
                """)
            .bind("subject", about)
            .bind("run", run)
            .bind("on", on.name())
            .bind("target", target)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (there) {
      return;
    }
    long now = clock.millis();
    transaction
        .handle()
        .execute(
            """
            INSERT INTO alert
                   (id, run_id, kind, subject, target, state, tries, available_at, created_at)
            VALUES (?, ?, ?, ?, ?, 'PENDING', 0, ?, ?)
            """,
            Ids.next(clock),
            run,
            on.name(),
            about,
            target,
            now,
            now);
  }

  /// Takes alerts that are to be sent now. Nobody else gets them until that time has passed.
  public List<Alert> claim(Transaction transaction, int limit, Instant heldUntil) {
    List<Alert> alerts =
        transaction
            .handle()
            .createQuery(
                """
                SELECT * FROM alert WHERE state = 'PENDING' AND available_at <= :now
                 ORDER BY available_at LIMIT :limit
                """
                    + transaction.dialect().skipLocked())
            .bind("now", clock.millis())
            .bind("limit", limit)
            .map(
                (row, _) ->
                    new Alert(
                        row.getString("id"),
                        row.getString("run_id"),
                        AlertRule.On.valueOf(row.getString("kind")),
                        row.getString("subject").equals(ALL) ? null : row.getString("subject"),
                        row.getString("target"),
                        row.getInt("tries"),
                        Rows.time(row, "created_at")))
            .list();
    for (Alert alert : alerts) {
      transaction
          .handle()
          .execute(
              "UPDATE alert SET available_at = ? WHERE id = ?",
              heldUntil.toEpochMilli(),
              alert.id());
    }
    return alerts;
  }

  /// Records that an alert was delivered.
  public void sent(Transaction transaction, String id) {
    transaction
        .handle()
        .execute(
            "UPDATE alert SET state = 'SENT', tries = tries + 1, sent_at = ?, problem = NULL WHERE id = ?",
            clock.millis(),
            id);
  }

  /// Records that an alert could not be delivered, and when it is tried again.
  public void postpone(Transaction transaction, String id, String problem, Instant until) {
    transaction
        .handle()
        .execute(
            "UPDATE alert SET tries = tries + 1, problem = ?, available_at = ? WHERE id = ?",
            problem,
            until.toEpochMilli(),
            id);
  }

  /// Records that an alert is given up.
  public void fail(Transaction transaction, String id, String problem) {
    transaction
        .handle()
        .execute(
            "UPDATE alert SET state = 'FAILED', tries = tries + 1, problem = ? WHERE id = ?",
            problem,
            id);
  }

  /// How many alerts wait, and how many were given up.
  public Counts counts(Transaction transaction) {
    return new Counts(count(transaction, "PENDING"), count(transaction, "FAILED"));
  }

  /// How many alerts wait, and how many were given up.
  public record Counts(long pending, long failed) {}

  private static long count(Transaction transaction, String state) {
    return transaction
        .handle()
        .createQuery("SELECT COUNT(*) FROM alert WHERE state = :state")
        .bind("state", state)
        .mapTo(Long.class)
        .one();
  }
}
