package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class SchedulesContract extends StoreContract {
  SchedulesContract(TestDatabase database) {
    super(database);
  }

  private Timetable hourly() {
    return Timetable.of(Schedule.parse("0 * * * *"), ZoneOffset.UTC);
  }

  private Optional<StoredWorkflow> stored(String id) {
    return database.read(tx -> workflows.find(tx, id));
  }

  @Test
  void a_timetable_is_found_as_it_was_stored() {
    var timetable =
        new Timetable(
            Schedule.parse("*/5 6-8 * * mon"),
            ZoneId.of("Europe/Berlin"),
            clock.instant(),
            clock.instant().plus(Duration.ofDays(99)),
            Duration.ofSeconds(90),
            Misfire.RUN_ALL,
            Overlap.REPLACE);
    StoredWorkflow made = workflow(SampleWorkflow.named("a"), timetable);
    StoredWorkflow found = stored(made.id()).orElseThrow();
    assertThat(found.timing().timetable()).isEqualTo(timetable);
    assertThat(found.timing().due()).isEqualTo(timetable.next(clock.instant()).orElseThrow());
    database.change(tx -> schedules.remove(tx, made.id()));
    assertThat(stored(made.id()).orElseThrow().timing().timetable()).isNull();
  }

  @Test
  void those_whose_time_has_come_are_due_the_oldest_first() {
    StoredWorkflow late = workflow(SampleWorkflow.named("late"), hourly());
    clock.advance(Duration.ofHours(1));
    StoredWorkflow later = workflow(SampleWorkflow.named("later"), hourly());
    workflow(SampleWorkflow.named("never"));
    Instant fire = hourly().next(clock.instant()).orElseThrow();
    assertThat(due(fire)).containsExactly(late.id(), later.id());
    assertThat(due(fire.minusMillis(1))).containsExactly(late.id());
    assertThat(database.<Optional<Instant>>read(schedules::nextFire))
        .contains(fire.minus(Duration.ofHours(1)));
  }

  private List<String> due(Instant at) {
    return database.read(tx -> schedules.dueWorkflows(tx, at, 10));
  }

  @Test
  void what_was_acted_on_or_put_off_is_due_no_more() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("a"), hourly());
    clock.advance(Duration.ofHours(1));
    Instant now = clock.instant();
    database.change(tx -> schedules.postpone(tx, stored.id(), now.plusSeconds(60)));
    assertThat(due(now)).isEmpty();
    Instant later = now.plusSeconds(60);
    var due =
        database.<Optional<ScheduleStore.Due>>write(
            tx -> schedules.lockDue(tx, stored.id(), later));
    assertThat(due.orElseThrow().timetable()).isEqualTo(hourly());
    database.change(
        tx -> schedules.advance(tx, stored.id(), later.plusSeconds(60), later.plusSeconds(70)));
    assertThat(
            database.<Optional<ScheduleStore.Due>>write(
                tx -> schedules.lockDue(tx, stored.id(), later)))
        .isEmpty();
    assertThat(due(later.plusSeconds(70))).containsExactly(stored.id());
    database.change(tx -> schedules.advance(tx, stored.id(), null, null));
    assertThat(due(later.plus(Duration.ofDays(9)))).isEmpty();
    assertThat(database.<Optional<Instant>>read(schedules::nextFire)).isEmpty();
  }
}
