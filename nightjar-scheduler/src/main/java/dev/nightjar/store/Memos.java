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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What tasks did for which inputs, so that the same work is done once. An attempt claims its work
/// before it does it: others that would do the same wait until it has ended, or is gone.
public final class Memos {
  /// Of so many earlier works the one is looked for that differs least.
  private static final int COMPARED = 20;

  private static final String ASKED_FOR = "somebody asked for it to be done anew";

  private static final String ORIGIN = "run_id = ? AND task_run = ? AND attempt = ?";

  private record Memo(String fingerprint, Origin origin, @Nullable Instant done) {}

  private record Known(String run, Fingerprint fingerprint) {}

  /// The work that an attempt is about to do.
  ///
  /// @param workflow the id of the stored workflow
  /// @param task as the workflow calls it
  /// @param upstream names of the tasks directly before it
  /// @param own the attempt
  /// @param fingerprint but for the tasks before it
  /// @param notBefore earlier work is too old; null for any
  /// @param gone an earlier attempt that left something that is not there any more; null for none
  public record Asked(
      String workflow,
      String task,
      List<String> upstream,
      Origin own,
      Fingerprint fingerprint,
      @Nullable Instant notBefore,
      @Nullable Gone gone) {
    /// The same, when it is known that something is gone.
    public Asked without(Gone other) {
      return new Asked(workflow, task, upstream, own, fingerprint, notBefore, other);
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

  /// What a task is called in its workflow: runs may have several of it, such as `train[3]`.
  public static String baseName(String task) {
    return task.replaceFirst("\\[\\d+]$", "");
  }

  /// Claims work, unless it was done, or is being done.
  ///
  /// @throws StoreException.Duplicate if another attempt claimed it at the same moment: to be asked
  ///     again
  public Answer claim(Transaction transaction, Asked asked, Instant now) {
    Optional<Boolean> anew = anew(transaction, asked.own());
    if (anew.isEmpty()) {
      return new Answer.Over();
    }
    Fingerprint whole = asked.fingerprint().with(upstream(transaction, asked));
    String hash = whole.hash();
    Memo memo = find(transaction, asked, hash);
    if (memo != null && memo.done() == null && goesOn(transaction, memo.origin())) {
      if (!anew.get()) {
        return new Answer.Await(new Wait.ForWork(asked.workflow(), asked.task(), hash));
      }
      decide(transaction, asked.own(), anew(hash, asked, List.of(ASKED_FOR)));
      return new Answer.Do();
    }
    String why =
        anew.get()
            ? ASKED_FOR
            : memo == null || memo.done() == null ? null : unfit(transaction, asked, memo);
    if (memo != null && memo.done() != null && why == null) {
      decide(transaction, asked.own(), new ReuseDecision(true, hash, memo.origin(), List.of()));
      return left(transaction, memo.origin());
    }
    List<String> reasons = why == null ? differences(transaction, asked, whole) : List.of(why);
    store(transaction, asked, whole, hash, memo != null);
    decide(transaction, asked.own(), anew(hash, asked, reasons));
    return new Answer.Do();
  }

  private static ReuseDecision anew(String hash, Asked asked, List<String> reasons) {
    return new ReuseDecision(false, hash, asked.own(), reasons);
  }

  /// Whether the work is to be done whatever was done; empty if the attempt does not go on.
  private static Optional<Boolean> anew(Transaction transaction, Origin own) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT COALESCE(anew, -1) FROM task_run WHERE run_id = :run AND task = :task AND attempt = :attempt
               AND state IN ('RUNNING', 'STOPPING')
            """
                + transaction.dialect().lock())
        .bind("run", own.run())
        .bind("task", own.task())
        .bind("attempt", own.attempt())
        .mapTo(Integer.class)
        .findOne()
        .map(said -> said < 0 ? ofRun(transaction, own) : said == 1);
  }

  private static boolean ofRun(Transaction transaction, Origin own) {
    return transaction
        .handle()
        .createQuery("SELECT anew FROM run WHERE id = :run AND anew IS NOT NULL")
        .bind("run", own.run())
        .mapTo(String.class)
        .findOne()
        .map(Documents::names)
        .orElse(List.of())
        .contains(baseName(own.task()));
  }

  /// Who did the work of the tasks before it, where those reuse work as well.
  private static List<Fingerprint.Part> upstream(Transaction transaction, Asked asked) {
    if (asked.upstream().isEmpty()) {
      return List.of();
    }
    List<Fingerprint.Part> parts = new ArrayList<>();
    Set<String> before = new TreeSet<>(asked.upstream());
    transaction
        .handle()
        .createQuery(
            "SELECT task, reuse FROM task_run WHERE run_id = :run AND reuse IS NOT NULL ORDER BY task")
        .bind("run", asked.own().run())
        .map((row, _) -> List.of(row.getString(1), row.getString(2)))
        .forEach(
            row -> {
              if (before.contains(baseName(row.getFirst()))) {
                parts.add(upstream(row.getFirst(), Documents.decision(row.getLast())));
              }
            });
    return parts;
  }

  private static Fingerprint.Part upstream(String task, ReuseDecision decision) {
    Origin origin = decision.origin();
    return new Fingerprint.Part(
        Fingerprint.Kind.UPSTREAM,
        task,
        Fingerprint.sha256(Documents.write(origin)),
        decision.reused() ? "is that of run " + origin.run() : "was done anew");
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
        row.getString("fingerprint"),
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
    List<Known> last =
        transaction
            .handle()
            .createQuery(
                """
                SELECT run_id, parts FROM memo
                 WHERE workflow_id = :workflow AND task = :task AND done_at IS NOT NULL
                 ORDER BY done_at DESC LIMIT :limit
                """)
            .bind("workflow", asked.workflow())
            .bind("task", asked.task())
            .bind("limit", COMPARED)
            .map(
                (row, _) ->
                    new Known(row.getString(1), new Fingerprint(Documents.parts(row.getString(2)))))
            .list();
    return last.stream()
        .map(known -> whole.since(known.fingerprint()))
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

  private static void decide(Transaction transaction, Origin own, ReuseDecision decision) {
    transaction
        .handle()
        .execute(
            "UPDATE task_run SET reuse = ? WHERE run_id = ? AND task = ? AND attempt = ?",
            Documents.write(decision),
            own.run(),
            own.task(),
            own.attempt());
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

  /// What was decided for a task run the last time; empty if it never asked.
  public Optional<ReuseDecision> decision(Transaction transaction, TaskRunKey key) {
    return transaction
        .handle()
        .createQuery(
            "SELECT reuse FROM task_run WHERE run_id = :run AND task = :task AND reuse IS NOT NULL")
        .bind("run", key.run())
        .bind("task", key.task())
        .mapTo(String.class)
        .findOne()
        .map(Documents::decision);
  }

  /// Has tasks of a run do their work though it was done before.
  public void doAnew(Transaction transaction, String run, Collection<String> tasks) {
    if (!tasks.isEmpty()) {
      transaction
          .handle()
          .execute("UPDATE run SET anew = ? WHERE id = ?", Documents.write(tasks), run);
    }
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
