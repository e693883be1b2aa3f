package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Fingerprint;
import dev.nightjar.run.Fingerprint.Kind;
import dev.nightjar.run.Fingerprint.Part;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.run.ReuseDecision;
import dev.nightjar.run.ReuseDecision.Origin;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.run.Waiting;
import dev.nightjar.store.Memos.Answer;
import dev.nightjar.workflow.Reuse;
import dev.nightjar.workflow.SampleWorkflow;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Work that is claimed, done once and used again.
abstract class MemosContract extends StoreContract {
  private static final Artifact LOG = new Artifact(Artifact.Kind.LOG, "txt", "log.txt", 5);
  private static final Report.Value VALUE =
      new Report.Value(Report.Value.RETURNED, "{\"a\":1}", null);

  private final Memos memos = new Memos();
  private final ReuseDecisions decisions = new ReuseDecisions();
  private final StoredWorkflow stored;

  MemosContract(TestDatabase database) {
    super(database);
    var reuse = new Reuse(List.of(), "/", false, List.of(), null);
    stored =
        workflow(
            new Workflow(
                "w",
                List.of(),
                Map.of(),
                List.of(task("a", reuse), task("b", reuse, "a")),
                List.of()));
  }

  private static Task task(String name, Reuse reuse, String... after) {
    return PlanningContract.task(
        name,
        SampleWorkflow.named("a").make().onlyTask().work(),
        TriggerRule.ALL_SUCCESS,
        Traits.NONE.reusing(reuse),
        after);
  }

  private Claims.Claimed started() {
    runOf(stored, false);
    return claimOne("w");
  }

  private Memos.Asked asked(Claims.Claimed claimed, String alpha) {
    TaskRunKey key = claimed.key();
    var print = new Fingerprint(List.of(Part.shown(Kind.PARAMETER, "alpha", alpha)));
    return new Memos.Asked(
        stored.id(),
        key.task(),
        key.task().equals("b") ? List.of("a") : List.of(),
        new Origin(key.run(), key.task(), claimed.attempt()),
        print,
        null,
        null,
        claimed.ofTry().resumes());
  }

  private Answer ask(Memos.Asked asked) {
    return database.write(tx -> memos.claim(tx, asked));
  }

  private Answer ask(Claims.Claimed claimed, String alpha) {
    return ask(asked(claimed, alpha));
  }

  private void done(Claims.Claimed claimed) {
    end(
        new AttemptEnds.Ended(
            claimed.key(),
            claimed.attempt(),
            "w",
            new Outcome.Succeeded(),
            List.of(LOG),
            new Report(List.of(VALUE), null, List.of())));
  }

  private List<String> reasons(Claims.Claimed claimed) {
    return decision(claimed).reasons();
  }

  private ReuseDecision decision(Claims.Claimed claimed) {
    return database.read(tx -> decisions.find(tx, claimed.key())).orElseThrow();
  }

  @Test
  void the_first_does_its_work_and_the_next_uses_what_it_left() {
    Claims.Claimed first = started();
    assertThat(ask(first, "1")).isEqualTo(new Answer.Do());
    assertThat(reasons(first)).containsExactly("no earlier work of this task is known");
    done(first);
    end(claimOne("w"), "w", new Outcome.Succeeded());

    Claims.Claimed second = started();
    var origin = new Origin(first.key().run(), "a", 1);
    assertThat(ask(second, "1")).isEqualTo(new Answer.Use(origin, List.of(LOG), List.of(VALUE)));
    assertThat(decision(second).reused()).isTrue();
    assertThat(decision(second).origin()).isEqualTo(origin);
    end(second, "w", new Outcome.Reused(first.key().run()));
    assertThat(taskState(second.key())).isEqualTo(TaskRunState.SUCCESS);
    assertThat(attempts(second.key()).getFirst().outcome())
        .isEqualTo(new Outcome.Reused(first.key().run()));
    assertThat(
            database
                .read(tx -> new TaskRunLists().find(tx, second.key()))
                .orElseThrow()
                .standing()
                .reusedFrom())
        .isEqualTo(first.key().run());
    assertThat(rows("memo")).isEqualTo(1);
  }

  @Test
  void other_work_is_compared_with_the_most_similar() {
    for (String alpha : List.of("0.5", "0.7")) {
      Claims.Claimed one = started();
      ask(one, alpha);
      done(one);
      end(claimOne("w"), "w", new Outcome.Succeeded());
    }
    Claims.Claimed other = started();
    assertThat(ask(other, "0.6")).isEqualTo(new Answer.Do());
    assertThat(reasons(other)).containsExactly("parameter alpha 0.7 → 0.6");
  }

  @Test
  void while_one_does_it_another_waits_and_does_it_when_the_first_failed() {
    Claims.Claimed first = started();
    ask(first, "1");
    Claims.Claimed second = started();
    var wait = (Answer.Await) ask(second, "1");
    assertThat(database.<Boolean>read(tx -> memos.isBeingDone(tx, wait.until()))).isTrue();
    end(first, "w", new Outcome.Failed("no", null));
    assertThat(database.<Boolean>read(tx -> memos.isBeingDone(tx, wait.until()))).isFalse();
    assertThat(rows("memo")).isZero();
    assertThat(ask(second, "1")).isEqualTo(new Answer.Do());
  }

  @Test
  void one_that_waits_goes_on_as_the_same_try_when_the_work_is_done() {
    Claims.Claimed first = started();
    ask(first, "1");
    Claims.Claimed second = started();
    Wait.ForWork work = ((Answer.Await) ask(second, "1")).until();
    var waiting = new Waiting(work, Duration.ofSeconds(1), null, false);
    end(second, "w", new Outcome.Deferred(waiting));
    var deferrals = new Deferrals();
    Deferrals.Deferred deferred =
        database
            .write(tx -> deferrals.take(tx, clock.instant(), Duration.ofSeconds(30), 10))
            .getFirst();
    assertThat(deferred.waiting()).isEqualTo(waiting);
    done(first);
    database.change(
        tx ->
            deferrals.end(tx, deferred, new Outcome.Rescheduled(clock.instant()), clock.instant()));
    assertThat(taskState(second.key())).isEqualTo(TaskRunState.UP_FOR_RESCHEDULE);
    Claims.Claimed again =
        claim("w", 5).stream()
            .filter(one -> one.key().equals(second.key()))
            .findFirst()
            .orElseThrow();
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.ofTry().number()).isEqualTo(1);
    assertThat(ask(again, "1")).isInstanceOf(Answer.Use.class);
  }

  @Test
  void the_claim_of_an_attempt_that_is_lost_or_was_never_ended_keeps_nobody_waiting() {
    Claims.Claimed lost = started();
    ask(lost, "1");
    end(lost, "w", new Outcome.Lost("gone"));
    assertThat(rows("memo")).isZero();
    Claims.Claimed again = claimOne("w");
    ask(again, "1");
    // as if its end had been recorded without the claim
    database.change(
        tx ->
            tx.handle()
                .execute(
                    "UPDATE task_run SET state = 'FAILED' WHERE run_id = ? AND task = 'a'",
                    again.key().run()));
    Claims.Claimed next = started();
    assertThat(ask(next, "1")).isEqualTo(new Answer.Do());
    assertThat(ask(again, "1")).isEqualTo(new Answer.Over());
  }

  @Test
  void of_many_at_the_same_moment_one_does_the_work() throws Exception {
    for (int round = 0; round < 5; round++) {
      String alpha = Integer.toString(round);
      List<Claims.Claimed> all = List.of(started(), started(), started(), started());
      var barrier = new CyclicBarrier(all.size());
      List<Callable<Answer>> asking = new ArrayList<>();
      for (Claims.Claimed one : all) {
        asking.add(
            () -> {
              barrier.await();
              return until(asked(one, alpha));
            });
      }
      List<Answer> answers = new ArrayList<>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Answer> one : threads.invokeAll(asking)) {
          answers.add(one.get());
        }
      }
      assertThat(answers).filteredOn(Answer.Do.class::isInstance).hasSize(1);
      assertThat(answers).filteredOn(Answer.Await.class::isInstance).hasSize(3);
      all.forEach(one -> end(one, "w", new Outcome.Stopped("enough")));
    }
  }

  private Answer until(Memos.Asked asked) {
    while (true) {
      try {
        return ask(asked);
      } catch (StoreException.Duplicate sameMoment) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void what_is_too_old_gone_or_cleared_is_done_anew() {
    Claims.Claimed first = started();
    ask(first, "1");
    done(first);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    String run = first.key().run();
    clock.advance(Duration.ofDays(8));

    Claims.Claimed second = started();
    Memos.Asked asked = asked(second, "1");
    var late =
        new Memos.Asked(
            asked.workflow(),
            asked.task(),
            List.of(),
            asked.own(),
            asked.fingerprint(),
            clock.instant().minus(Duration.ofDays(7)),
            null,
            false);
    assertThat(ask(late)).isEqualTo(new Answer.Do());
    assertThat(reasons(second).getFirst()).startsWith("what run %s did is too old".formatted(run));
    done(second);
    end(claimOne("w"), "w", new Outcome.Succeeded());

    Claims.Claimed third = started();
    var origin = new Origin(second.key().run(), "a", 1);
    assertThat(ask(third, "1")).isInstanceOf(Answer.Use.class);
    assertThat(ask(asked(third, "1").without(new Memos.Gone(origin, "out.html"))))
        .isEqualTo(new Answer.Do());
    assertThat(reasons(third))
        .containsExactly("out.html of run %s is gone".formatted(second.key().run()));
    done(third);
    end(claimOne("w"), "w", new Outcome.Succeeded());

    clear(third.key().run(), true);
    Claims.Claimed fourth = claimed(runOf(stored, false), "a");
    assertThat(ask(fourth, "1")).isEqualTo(new Answer.Do());
    assertThat(reasons(fourth))
        .containsExactly("run %s does not stand by what it did".formatted(third.key().run()));
  }

  private void clear(String run, boolean reuse) {
    var all = new RunClears.Selection(List.of("a"), false, false, false, false, reuse);
    database.write(tx -> new RunClears().clear(tx, run, all, "ada", clock.instant()));
  }

  private Claims.Claimed claimed(String run, String task) {
    return claim("w", 10).stream()
        .filter(one -> one.key().equals(new TaskRunKey(run, task)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void who_asks_for_it_has_the_work_done_anew() {
    Claims.Claimed first = started();
    ask(first, "1");
    done(first);
    end(claimOne("w"), "w", new Outcome.Succeeded());

    String run = runOf(stored, false);
    database.change(tx -> decisions.doAnew(tx, run, List.of("a")));
    Claims.Claimed second = claimed(run, "a");
    assertThat(ask(second, "1")).isEqualTo(new Answer.Do());
    assertThat(reasons(second)).containsExactly("somebody asked for it to be done anew");
    done(second);
    end(claimOne("w"), "w", new Outcome.Succeeded());

    clear(run, true);
    Claims.Claimed reusing = claimed(run, "a");
    assertThat(ask(reusing, "1")).as("its own earlier work was cleared").isEqualTo(new Answer.Do());
    done(reusing);
    Claims.Claimed other = claimed(runOf(stored, false), "a");
    assertThat(ask(other, "1")).isInstanceOf(Answer.Use.class);
    end(other, "w", new Outcome.Reused(run));
    clear(other.key().run(), false);
    assertThat(ask(claimed(other.key().run(), "a"), "1")).isEqualTo(new Answer.Do());
  }

  @Test
  void work_that_was_resumed_is_no_work_for_others_and_what_comes_after_it_is_done_anew() {
    Claims.Claimed a = started();
    ask(a, "1");
    done(a);
    Claims.Claimed b = claimOne("w");
    ask(b, "1");
    done(b);

    Claims.Claimed failed = claimed(runOf(stored, false), "a");
    ask(failed, "2");
    end(failed, "w", new Outcome.Failed("no", null));
    String run = failed.key().run();
    database.write(tx -> new RunClears().resume(tx, run, "a", "ada", clock.instant()));
    Claims.Claimed resumed = claimed(run, "a");
    assertThat(ask(resumed, "2")).isEqualTo(new Answer.Do());
    assertThat(reasons(resumed).getFirst()).startsWith("it was resumed");
    done(resumed);
    assertThat(ask(claimOne("w"), "1")).isEqualTo(new Answer.Do());

    Claims.Claimed other = claimed(runOf(stored, false), "a");
    assertThat(ask(other, "2")).isEqualTo(new Answer.Do());
  }

  @Test
  void what_comes_after_work_that_was_done_anew_is_done_anew_too() {
    Claims.Claimed a = started();
    ask(a, "1");
    done(a);
    Claims.Claimed b = claimOne("w");
    ask(b, "1");
    done(b);

    String run = runOf(stored, false);
    Claims.Claimed reused = claimed(run, "a");
    assertThat(ask(reused, "1")).isInstanceOf(Answer.Use.class);
    end(reused, "w", new Outcome.Reused(a.key().run()));
    Claims.Claimed after = claimed(run, "b");
    assertThat(ask(after, "1")).as("upstream work is the same").isInstanceOf(Answer.Use.class);
    end(after, "w", new Outcome.Reused(a.key().run()));

    String forced = runOf(stored, false);
    database.change(tx -> decisions.doAnew(tx, forced, List.of("a")));
    Claims.Claimed anew = claimed(forced, "a");
    ask(anew, "1");
    done(anew);
    Claims.Claimed last = claimed(forced, "b");
    assertThat(ask(last, "1")).isEqualTo(new Answer.Do());
    assertThat(reasons(last)).containsExactly("upstream a was done anew");
  }

  @Test
  void it_is_forgotten_with_its_run_and_its_workflow() {
    Claims.Claimed first = started();
    ask(first, "1");
    done(first);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    assertThat(rows("memo")).isEqualTo(1);
    database.change(tx -> runs.delete(tx, first.key().run(), clock.instant(), "ada"));
    assertThat(rows("memo")).isZero();
    assertThat(ask(started(), "1")).isEqualTo(new Answer.Do());
  }

  @Test
  void an_attempt_that_fails_and_is_tried_again_claims_again() {
    Claims.Claimed first = started();
    ask(first, "1");
    end(first, "w", new Outcome.Lost("gone"));
    Claims.Claimed second = claimOne("w");
    assertThat(second.key()).isEqualTo(first.key());
    assertThat(ask(second, "1")).isEqualTo(new Answer.Do());
    assertThat(decision(second).origin().attempt()).isEqualTo(2);
    done(second);
    assertThat(rows("memo")).isEqualTo(1);
  }

  @Test
  void grid_points_are_one_task() {
    assertThat(new TaskRunKey("r", "train[3]").baseTask()).isEqualTo("train");
    assertThat(new TaskRunKey("r", "train").baseTask()).isEqualTo("train");
    assertThat(new TaskRunKey("r", "a[b]").baseTask()).isEqualTo("a[b]");
  }
}
