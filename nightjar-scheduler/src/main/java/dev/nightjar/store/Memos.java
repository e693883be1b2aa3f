package dev.nightjar.store;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Fingerprint;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.run.ReuseDecision;
import dev.nightjar.run.ReuseDecision.Origin;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Wait;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What tasks did for which inputs, so that the same work is done once. An attempt claims its work
/// before it does it: others that would do the same wait until it has ended, or is gone.
public final class Memos {
  /// Of so many earlier works the one is looked for that differs least.
  private static final int COMPARED = 20;

  private static final String ASKED_FOR = "somebody asked for it to be done anew";

  private static final String RESUMED =
      "it was resumed, in a kernel that somebody may have changed meanwhile; nothing reuses this";

  private static final String ORIGIN = "run_id = ? AND task_run = ? AND attempt = ?";

  private record Memo(Origin origin, @Nullable Instant done) {}

  /// The work that an attempt is about to do.
  ///
  /// @param workflow the id of the stored workflow
  /// @param task as the workflow calls it
  /// @param upstream names of the tasks directly before it
  /// @param own the attempt
  /// @param fingerprint but for the tasks before it
  /// @param notBefore earlier work is too old; null for any
  /// @param gone an earlier attempt that left something that is not there any more; null for none
  /// @param resumes whether it goes on where an earlier attempt stopped: what it does may follow
  ///     from more than the fingerprint, so it is no work for others
  public record Asked(
      String workflow,
      String task,
      List<String> upstream,
      Origin own,
      Fingerprint fingerprint,
      @Nullable Instant notBefore,
      @Nullable Gone gone,
      boolean resumes) {
    /// The same, when it is known that something is gone.
    public Asked without(Gone other) {
      return new Asked(workflow, task, upstream, own, fingerprint, notBefore, other, resumes);
    }
  }

  /// An attempt that left something that is not there any more.
  ///
  /// @param what names it
  public record Gone(Origin origin, String what) {}

  /// What is to be done.
  public sealed interface Answer {
    /// The work itself.
    record Do() implements Answer {}

    /// To wait until another attempt has done it.
    record Await(Wait.ForWork until) implements Answer {}

    /// Nothing: it was done.
    record Use(Origin origin, List<Artifact> artifacts, List<Report.Value> values)
        implements Answer {}

    /// Nothing: another worker has this attempt now, or nobody.
    record Over() implements Answer {}
  }

  /// Claims work, unless it was done, or is being done.
  ///
  /// @throws StoreException.Duplicate if another attempt claimed it at the same moment: to be asked
  ///     again
  public Answer claim(Transaction transaction, Asked asked) {
    Optional<Boolean> asksAnew = ReuseDecisions.asksAnew(transaction, asked.own());
    if (asksAnew.isEmpty()) {
      return new Answer.Over();
    }
    boolean anew = asksAnew.get();
    Fingerprint whole =
        asked
            .fingerprint()
            .with(ReuseDecisions.upstream(transaction, asked.own(), asked.upstream()));
    String hash = whole.hash();
    if (asked.resumes()) {
      var resumed = new ReuseDecision(false, hash, asked.own(), List.of(RESUMED));
      ReuseDecisions.store(transaction, asked.own(), resumed);
      return new Answer.Do();
    }
    Memo memo = find(transaction, asked, hash);
    Memo done = memo != null && memo.done() != null ? memo : null;
    boolean goesOn = memo != null && done == null && goesOn(transaction, memo.origin());
    if (goesOn && !anew) {
      return new Answer.Await(new Wait.ForWork(asked.workflow(), asked.task(), hash));
    }
    String why = anew ? ASKED_FOR : done == null ? null : unfit(transaction, asked, done);
    if (done != null && why == null) {
      var reused = new ReuseDecision(true, hash, done.origin(), List.of());
      ReuseDecisions.store(transaction, asked.own(), reused);
      return left(transaction, done.origin());
    }
    List<String> reasons = why == null ? differences(transaction, asked, whole) : List.of(why);
    if (!goesOn) {
      store(transaction, asked, whole, hash, memo != null);
    }
    ReuseDecisions.store(
        transaction, asked.own(), new ReuseDecision(false, hash, asked.own(), reasons));
    return new Answer.Do();
  }

  private static @Nullable Memo find(Transaction transaction, Asked asked, String hash) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT * FROM memo
             WHERE workflow_id = :workflow AND task = :task AND fingerprint = :fingerprint
            """
                + transaction.dialect().lock())
        .bind("workflow", asked.workflow())
        .bind("task", asked.task())
        .bind("fingerprint", hash)
        .map((row, _) -> read(row))
        .findOne()
        .orElse(null);
  }

  private static Memo read(ResultSet row) throws SQLException {
    return new Memo(
        new Origin(row.getString("run_id"), row.getString("task_run"), row.getInt("attempt")),
        Rows.timeOrNull(row, "done_at"));
  }

  private static boolean goesOn(Transaction transaction, Origin origin) {
    return new TaskRunStore().runs(transaction, origin.taskRun(), origin.attempt());
  }

  /// Why what was done is not to be used; null if it is.
  private static @Nullable String unfit(Transaction transaction, Asked asked, Memo memo) {
    Instant done = memo.done();
    if (asked.notBefore() != null && done != null && done.isBefore(asked.notBefore())) {
      return "what run %s did is too old: of %s".formatted(memo.origin().run(), done);
    }
    Gone gone = asked.gone();
    if (gone != null && gone.origin().equals(memo.origin())) {
      return "%s of run %s is gone".formatted(gone.what(), memo.origin().run());
    }
    boolean stands =
        transaction
            .handle()
            .select(
                "SELECT 1 FROM task_run WHERE run_id = ? AND task = ? AND attempt = ? AND state = 'SUCCESS'",
                memo.origin().run(),
                memo.origin().task(),
                memo.origin().attempt())
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    return stands ? null : "run %s does not stand by what it did".formatted(memo.origin().run());
  }

  private static Answer left(Transaction transaction, Origin origin) {
    List<Artifact> artifacts =
        new AttemptStore().artifacts(transaction, origin.taskRun(), origin.attempt());
    List<Report.Value> values =
        new ValueStore()
            .ofRun(transaction, origin.run()).stream()
                .filter(value -> value.taskRun().equals(origin.taskRun()))
                .map(ValueStore.Left::value)
                .toList();
    return new Answer.Use(origin, artifacts, values);
  }

  /// What is not as in the most similar of the last works.
  private static List<String> differences(Transaction transaction, Asked asked, Fingerprint whole) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT parts FROM memo
             WHERE workflow_id = :workflow AND task = :task AND done_at IS NOT NULL
             ORDER BY done_at DESC LIMIT :limit
            """)
        .bind("workflow", asked.workflow())
        .bind("task", asked.task())
        .bind("limit", COMPARED)
        .mapTo(String.class)
        .map(parts -> whole.since(new Fingerprint(Documents.parts(parts))))
        .stream()
        .min(Comparator.comparingInt(List::size))
        .orElse(List.of("no earlier work of this task is known"));
  }

  private static void store(
      Transaction transaction, Asked asked, Fingerprint whole, String hash, boolean there) {
    String sql =
        there
            ? """
              UPDATE memo SET run_id = ?, task_run = ?, attempt = ?, parts = ?, done_at = NULL
               WHERE workflow_id = ? AND task = ? AND fingerprint = ?
              """
            : """
              INSERT INTO memo (run_id, task_run, attempt, parts, workflow_id, task, fingerprint)
              VALUES (?, ?, ?, ?, ?, ?, ?)
              """;
    Origin own = asked.own();
    transaction
        .handle()
        .execute(
            sql,
            own.run(),
            own.task(),
            own.attempt(),
            Documents.write(whole.parts()),
            asked.workflow(),
            asked.task(),
            hash);
  }

  /// Whether some attempt does that work now.
  public boolean isBeingDone(Transaction transaction, Wait.ForWork work) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT * FROM memo WHERE workflow_id = :workflow AND task = :task
               AND fingerprint = :fingerprint AND done_at IS NULL
            """)
        .bind("workflow", work.workflow())
        .bind("task", work.task())
        .bind("fingerprint", work.fingerprint())
        .map((row, _) -> read(row))
        .findOne()
        .filter(memo -> goesOn(transaction, memo.origin()))
        .isPresent();
  }

  /// The attempt did the work that it claimed, or did not.
  static void end(Transaction transaction, AttemptEnds.Ended end, TaskRunState state, Instant now) {
    TaskRunKey key = end.key();
    if (end.outcome() instanceof Outcome.Succeeded && state == TaskRunState.SUCCESS) {
      transaction
          .handle()
          .execute(
              "UPDATE memo SET done_at = ? WHERE %s AND done_at IS NULL".formatted(ORIGIN),
              now.toEpochMilli(),
              key.run(),
              key.task(),
              end.attempt());
    } else {
      transaction
          .handle()
          .execute(
              "DELETE FROM memo WHERE %s AND done_at IS NULL".formatted(ORIGIN),
              key.run(),
              key.task(),
              end.attempt());
    }
  }
}
