package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class RunMarksContract extends StoreContract {
  private final RunMarks marks = new RunMarks();

  RunMarksContract(TestDatabase database) {
    super(database);
  }

  private String ended(StoredWorkflow stored, Outcome outcome) {
    String run = runOf(stored, false);
    end(claimOne("w"), "w", outcome);
    return run;
  }

  private List<String> since(Instant from) {
    return database.read(tx -> marks.since(tx, from, 10)).stream().map(RunMarks.Mark::run).toList();
  }

  @Test
  void what_runs_now_comes_before_what_ended_since_a_time() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("a"));
    ended(stored, new Outcome.Succeeded());
    clock.advance(Duration.ofHours(1));
    Instant from = clock.instant();
    String first = ended(stored, new Outcome.Succeeded());
    clock.advance(Duration.ofSeconds(1));
    String second = ended(stored, new Outcome.Failed("no", null));
    String running = runOf(stored, false);
    claimOne("w");
    runOf(stored, false);

    assertThat(since(from)).containsExactly(running, second, first);
  }

  @Test
  void a_mark_says_when_a_run_started_and_ended() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("a"));
    String run = ended(stored, new Outcome.Succeeded());

    List<RunMarks.Mark> newest = database.read(tx -> marks.newest(tx, stored.id(), 5));
    assertThat(newest)
        .containsExactly(
            new RunMarks.Mark(
                run,
                stored.id(),
                "a",
                RunState.SUCCESS,
                clock.instant(),
                clock.instant(),
                clock.instant()));
  }

  @Test
  void only_what_failed_since_a_time_is_told_the_last_first() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("a"));
    ended(stored, new Outcome.Failed("long ago", null));
    clock.advance(Duration.ofHours(1));
    Instant from = clock.instant();
    String first = ended(stored, new Outcome.Failed("no", null));
    ended(stored, new Outcome.Succeeded());
    clock.advance(Duration.ofSeconds(1));
    String second = ended(stored, new Outcome.Failed("no", null));

    List<String> failed = database.read(tx -> marks.failedSince(tx, from, 10));
    assertThat(failed).containsExactly(second, first);
    List<RunMarks.Mark> all = database.read(tx -> marks.newestSince(tx, stored.id(), from, 10));
    assertThat(all).hasSize(3);
  }

  @Test
  void what_is_due_first_comes_first() {
    Timetable daily = Timetable.of(Schedule.parse("0 6 * * *"), ZoneOffset.UTC);
    Timetable often = Timetable.of(Schedule.parse("* * * * *"), ZoneOffset.UTC);
    workflow(SampleWorkflow.named("daily"), daily);
    workflow(SampleWorkflow.named("often"), often);
    workflow(SampleWorkflow.named("never"));

    List<RunMarks.Due> due = database.read(tx -> marks.due(tx, 10));
    assertThat(due).extracting(RunMarks.Due::name).containsExactly("often", "daily");
  }
}
