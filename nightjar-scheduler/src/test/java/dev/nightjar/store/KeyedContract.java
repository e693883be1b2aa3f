package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Ids;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Workflows and runs by their keys.
abstract class KeyedContract extends StoreContract {
  private final KeyedWorkflows keyed = new KeyedWorkflows();
  private final KeyedRuns keyedRuns = new KeyedRuns();

  KeyedContract(TestDatabase database) {
    super(database);
  }

  private StoredWorkflow keyed(String key, boolean present, String... tags) {
    StoredWorkflow stored = workflow(SampleWorkflow.named(key).tags(tags));
    database.change(
        tx ->
            tx.handle()
                .execute(
                    "UPDATE workflow SET workflow_key = ?, source_file = ?, present = ? WHERE id = ?",
                    key,
                    key + ".py",
                    present ? 1 : 0,
                    stored.id()));
    return stored;
  }

  private List<String> keys(
      KeyedWorkflows.Filter filter, boolean descending, int limit, int offset) {
    return database
        .<List<KeyedWorkflow>>read(
            tx -> keyed.list(tx, filter, KeyedWorkflows.Order.KEY, descending, limit, offset))
        .stream()
        .map(KeyedWorkflow::key)
        .toList();
  }

  private static KeyedWorkflows.Filter filter(@Nullable String key, String... tags) {
    return new KeyedWorkflows.Filter(key, List.of(tags), null, null);
  }

  private String run(StoredWorkflow stored, String key, String logical, Run.Trigger trigger) {
    clock.advance(Duration.ofMillis(1));
    String id = Ids.next(clock);
    Instant time = Instant.parse(logical);
    database.change(
        tx ->
            runs.insert(
                tx,
                new NewRun(
                    id,
                    stored.id(),
                    stored.version(),
                    stored.workflow(),
                    Map.of(),
                    new Run.Cause(
                        trigger,
                        key,
                        time,
                        new DataInterval(time, time.plusSeconds(3600)),
                        null,
                        "ada"),
                    false,
                    clock.instant())));
    return id;
  }

  @Test
  void workflows_are_found_and_listed_by_key_tag_and_presence() {
    workflow(SampleWorkflow.named("a definition"));
    keyed("etl_daily", true, "etl", "daily");
    keyed("etl_hourly", true, "etl");
    keyed("Report", false, "daily");
    assertThat(keys(filter(null), false, 10, 0))
        .containsExactly("Report", "etl_daily", "etl_hourly");
    assertThat(keys(filter(null), true, 1, 1)).containsExactly("etl_daily");
    assertThat(keys(filter("ETL"), false, 10, 0)).containsExactly("etl_daily", "etl_hourly");
    assertThat(keys(filter("%hour"), false, 10, 0)).containsExactly("etl_hourly");
    assertThat(keys(filter(null, "daily", "none"), false, 10, 0))
        .containsExactly("Report", "etl_daily");
    var there = new KeyedWorkflows.Filter(null, List.of(), null, true);
    assertThat(keys(there, false, 10, 0)).containsExactly("etl_daily", "etl_hourly");
    assertThat(database.<Long>read(tx -> keyed.count(tx, there))).isEqualTo(2);
    KeyedWorkflow found = database.read(tx -> keyed.find(tx, "Report")).orElseThrow();
    assertThat(found.file()).isEqualTo("Report.py");
    assertThat(found.present()).isFalse();
    assertThat(
            database.<Optional<KeyedWorkflow>>read(tx -> keyed.findById(tx, found.stored().id())))
        .contains(found);
    assertThat(database.<Optional<KeyedWorkflow>>read(tx -> keyed.find(tx, "none"))).isEmpty();
  }

  @Test
  void events_are_found_and_listed_by_what_is_said_of_them() {
    var log = new EventLog();
    runOf(workflow(SampleWorkflow.named("a definition")), false);
    String run = run(keyed("one", true), "first", "2026-01-01T00:00:00Z", Run.Trigger.MANUAL);
    run(keyed("two", true), "other", "2026-01-02T00:00:00Z", Run.Trigger.MANUAL);
    claim("w", 9);
    var ofRun = new EventLog.Filter("one", "first", null, "RUNNING", "w", null, clock.instant());
    List<EventLog.Entry> found =
        database.read(tx -> log.list(tx, ofRun, EventLog.Order.ID, false, 10, 0));
    assertThat(found).hasSize(2);
    assertThat(found)
        .allSatisfy(
            entry -> {
              assertThat(entry.event().subject().run()).isEqualTo(run);
              assertThat(entry.workflow()).isEqualTo("one");
              assertThat(entry.run()).isEqualTo("first");
              assertThat(entry.logicalTime()).isEqualTo("2026-01-01T00:00:00Z");
            });
    assertThat(database.<Long>read(tx -> log.count(tx, ofRun))).isEqualTo(2);
    var all = new EventLog.Filter(null, null, null, null, null, clock.instant(), null);
    long many = database.<Long>read(tx -> log.count(tx, all));
    assertThat(many).isPositive();
    for (EventLog.Order order : EventLog.Order.values()) {
      assertThat(database.<List<EventLog.Entry>>read(tx -> log.list(tx, all, order, true, 99, 1)))
          .hasSize((int) many - 1);
    }
    var last = found.getLast();
    assertThat(database.<Optional<EventLog.Entry>>read(tx -> log.find(tx, last.event().id())))
        .contains(last);
  }

  @Test
  void runs_are_found_and_listed_by_what_is_said_of_them() {
    StoredWorkflow one = keyed("one", true);
    StoredWorkflow two = keyed("two", true);
    String first = run(one, "scheduled__1", "2026-01-01T00:00:00Z", Run.Trigger.SCHEDULE);
    end(claimOne("w"), "w", new Outcome.Succeeded());
    String second = run(one, "manual__2", "2026-01-03T00:00:00Z", Run.Trigger.MANUAL);
    String third = run(two, "scheduled__1", "2026-01-02T00:00:00Z", Run.Trigger.SCHEDULE);
    job(SampleWorkflow.named("a job"));

    assertThat(ids(new KeyedRuns.Filter(List.of(), Set.of(), Map.of()), KeyedRuns.Order.ID, false))
        .containsExactly(first, second, third);
    assertThat(ids(KeyedRuns.Filter.ofWorkflow(one.id()), KeyedRuns.Order.LOGICAL, true))
        .containsExactly(second, first);
    var done =
        new KeyedRuns.Filter(List.of(one.id(), two.id()), Set.of(RunState.SUCCESS), Map.of());
    assertThat(ids(done, KeyedRuns.Order.ID, false)).containsExactly(first);
    var late =
        new KeyedRuns.Filter(
            List.of(),
            Set.of(),
            Map.of(
                KeyedRuns.Bound.LOGICAL_FROM, Instant.parse("2026-01-02T00:00:00Z"),
                KeyedRuns.Bound.LOGICAL_TO, Instant.parse("2026-01-03T00:00:00Z")));
    assertThat(ids(late, KeyedRuns.Order.ID, false)).containsExactly(second, third);
    assertThat(
            database.<Optional<KeyedRun>>read(tx -> keyedRuns.find(tx, two.id(), "scheduled__1")))
        .hasValueSatisfying(run -> assertThat(run.run().id()).isEqualTo(third));
    assertThat(database.<Optional<KeyedRun>>read(tx -> keyedRuns.find(tx, one.id(), second)))
        .hasValueSatisfying(run -> assertThat(run.key()).isEqualTo("manual__2"));
    assertThat(database.<Optional<KeyedRun>>read(tx -> keyedRuns.find(tx, one.id(), third)))
        .isEmpty();
    assertThat(
            database.<Optional<KeyedRun>>read(
                tx -> keyedRuns.find(tx, one.id(), Instant.parse("2026-01-03T00:00:00Z"))))
        .isPresent();
    assertThat(
            database.<Map<String, DataInterval>>read(
                tx -> keyed.latestIntervals(tx, List.of(one.id(), two.id()))))
        .containsOnlyKeys(one.id(), two.id());
    database.change(tx -> keyedRuns.note(tx, second, "look at this"));
    assertThat(
            database
                .<Optional<KeyedRun>>read(tx -> keyedRuns.find(tx, one.id(), second))
                .orElseThrow()
                .note())
        .isEqualTo("look at this");
  }

  /// The ids of the list, whose count must be right.
  private List<String> ids(KeyedRuns.Filter filter, KeyedRuns.Order order, boolean descending) {
    List<String> ids =
        database
            .<List<KeyedRun>>read(tx -> keyedRuns.list(tx, filter, order, descending, 10, 0))
            .stream()
            .map(run -> run.run().id())
            .toList();
    assertThat(database.<Long>read(tx -> keyedRuns.count(tx, filter))).isEqualTo(ids.size());
    return ids;
  }
}
