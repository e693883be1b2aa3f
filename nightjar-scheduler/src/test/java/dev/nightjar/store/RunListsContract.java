package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

abstract class RunListsContract extends StoreContract {
  RunListsContract(TestDatabase database) {
    super(database);
  }

  private List<String> names(RunFilter filter, Sort... sort) {
    return database.read(tx -> lists.list(tx, filter, List.of(sort), 100, 0)).stream()
        .map(run -> run.workflow().name())
        .toList();
  }

  private List<String> named(String prefix) {
    return names(
        new RunFilter(Set.of(), null, prefix, List.of(), null, null, null),
        new Sort(Sort.By.NAME, false));
  }

  private RunFilter tagged(String... tags) {
    return new RunFilter(Set.of(), null, null, List.of(tags), null, null, null);
  }

  private RunFilter times(
      @Nullable Instant started, @Nullable Instant from, @Nullable Instant before) {
    return new RunFilter(Set.of(), null, null, List.of(), started, from, before);
  }

  private void make(String... names) {
    for (String name : names) {
      job(SampleWorkflow.named(name));
    }
  }

  @Test
  void names_are_found_by_their_start_in_any_case() {
    make("Report", "report 2", "REPORTÉ", "rep", "other", "a_b", "axb", "a%b", "!x", "b\\c");
    assertThat(named("REPORT")).containsExactly("Report", "report 2", "REPORTÉ");
    assertThat(named("a_b")).containsExactly("a%b", "a_b", "axb");
    assertThat(named("a%b")).containsExactly("a%b", "a_b", "axb");
    assertThat(named("!%")).containsExactly("!x");
    assertThat(named("b\\%")).containsExactly("b\\c");
    assertThat(named("b\\")).containsExactly("b\\c");
    assertThat(named("none")).isEmpty();
  }

  @Test
  void characters_beyond_the_basic_plane_are_found_too() {
    make("a🦉", "a", "b");
    assertThat(named("a")).containsExactly("a", "a🦉");
    assertThat(named("a🦉")).containsExactly("a🦉");
  }

  @Test
  void long_names_that_grow_in_lower_case_are_stored() {
    String name = "İ".repeat(250);
    make(name);
    assertThat(named("i̇")).containsExactly(name);
  }

  @Test
  void all_tags_must_match_each_in_its_own_case() {
    job(SampleWorkflow.named("one").tags("x", "y"));
    job(SampleWorkflow.named("two").tags("x"));
    assertThat(names(tagged("x"), Sort.NEWEST)).containsExactly("two", "one");
    assertThat(names(tagged("x", "y"), Sort.NEWEST)).containsExactly("one");
    assertThat(names(tagged("X"), Sort.NEWEST)).isEmpty();
    assertThat(count(tagged("x"))).isEqualTo(2);
    assertThat(count(tagged("x", "y"))).isEqualTo(1);
    assertThat(names(tagged("x"), new Sort(Sort.By.NAME, false))).containsExactly("one", "two");
    var first = newest(tagged("x"), null, 1);
    assertThat(first).extracting(run -> run.workflow().name()).containsExactly("two");
    assertThat(newest(tagged("x"), first.getFirst().id(), 9))
        .extracting(run -> run.workflow().name())
        .containsExactly("one");
    var queued = new RunFilter(Set.of(RunState.QUEUED), null, "t", List.of("x"), null, null, null);
    assertThat(names(queued, Sort.NEWEST)).containsExactly("two");
    assertThat(count(queued)).isEqualTo(1);
  }

  @Test
  void times_bound_the_list() {
    make("first");
    Instant first = clock.instant();
    make("second");
    clock.advance(Duration.ofSeconds(1));
    claimOne("w");
    assertThat(names(times(null, first.plusMillis(1), null), Sort.NEWEST))
        .containsExactly("second");
    assertThat(names(times(null, first, null), Sort.NEWEST)).hasSize(2);
    assertThat(names(times(null, null, first.plusMillis(1)), Sort.NEWEST)).containsExactly("first");
    assertThat(names(times(clock.instant(), null, null), Sort.NEWEST)).containsExactly("first");
    assertThat(count(times(clock.instant().plusMillis(1), null, null))).isZero();
  }

  @Test
  void each_sort_works_both_ways_with_nothing_first() {
    make("b", "A", "c");
    claimOne("w");
    for (Sort.By by : Sort.By.values()) {
      if (by != Sort.By.PAUSED) {
        List<String> up = names(RunFilter.ALL, new Sort(by, false));
        assertThat(names(RunFilter.ALL, new Sort(by, true))).as(by.name()).isEqualTo(up.reversed());
      }
    }
    assertThat(names(RunFilter.ALL, new Sort(Sort.By.NAME, false))).containsExactly("A", "b", "c");
    assertThat(names(RunFilter.ALL, new Sort(Sort.By.STARTED, false)))
        .containsExactly("A", "c", "b");
  }

  @Test
  void those_of_several_states_are_sorted_together() {
    make("b", "A", "c", "d");
    end(claimOne("w"), "w", new Outcome.Succeeded());
    claimOne("w");
    var active = RunFilter.inStates(Set.of(RunState.QUEUED, RunState.RUNNING));
    assertThat(names(active, new Sort(Sort.By.NAME, false))).containsExactly("A", "c", "d");
    assertThat(names(active, new Sort(Sort.By.STARTED, false))).containsExactly("c", "d", "A");
    var all = newest(active, null, 10);
    assertThat(all).extracting(run -> run.workflow().name()).containsExactly("d", "c", "A");
    assertThat(newest(active, all.getFirst().id(), 1)).isEqualTo(all.subList(1, 2));
  }

  @Test
  void pages_follow_each_other() {
    make("1", "2", "3", "4", "5");
    List<Run> all = newest(RunFilter.ALL, null, 10);
    assertThat(all)
        .extracting(run -> run.workflow().name())
        .containsExactly("5", "4", "3", "2", "1");
    assertThat(newest(RunFilter.ALL, all.get(1).id(), 2)).isEqualTo(all.subList(2, 4));
    assertThat(page(RunFilter.ALL, 2, 3)).isEqualTo(all.subList(3, 5));
    assertThat(page(RunFilter.ALL, 0, 0)).isEmpty();
  }

  @Test
  void a_page_follows_a_run_that_was_deleted_since() {
    make("1", "2", "3");
    String last = claim("w", 2).getLast().run().id();
    stop(last);
    List<Run> after = newest(RunFilter.ALL, last, 10);
    end(
        new AttemptEnds.Ended(
            new dev.nightjar.run.TaskRunKey(last, "a"),
            1,
            "w",
            new Outcome.Stopped(""),
            List.of()));
    database.change(tx -> runs.delete(tx, last, clock.instant(), "ada"));
    assertThat(newest(RunFilter.ALL, last, 10)).isEqualTo(after);
  }

  @Test
  void counts_are_exact_before_and_after_they_are_put_together() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("w"));
    for (int i = 0; i < 12; i++) {
      runOf(stored, false);
      make("job");
    }
    for (int i = 0; i < 9; i++) {
      end(claimOne("w"), "w", i % 3 == 0 ? new Outcome.Failed("x", null) : new Outcome.Succeeded());
    }
    var failed = RunFilter.inStates(Set.of(RunState.FAILED));
    var queued = RunFilter.inStates(Set.of(RunState.QUEUED, RunState.FAILED));
    for (boolean compacted : new boolean[] {false, true}) {
      assertThat(count(RunFilter.ALL)).as("compacted: " + compacted).isEqualTo(24);
      assertThat(count(failed)).isEqualTo(3);
      assertThat(count(queued)).isEqualTo(18);
      assertThat(count(RunFilter.ofWorkflow(stored.id()))).isEqualTo(12);
      assertThat(count(RunFilter.active(stored.id()))).isEqualTo(7);
      List<RunCounts.Group> scattered = database.read(RunCounts::scattered);
      assertThat(scattered.isEmpty()).isEqualTo(compacted);
      database.change(tx -> RunCounts.compact(tx, scattered));
    }
    assertThat(database.<Map<RunState, Long>>read(tx -> lists.endedSince(tx, Instant.EPOCH)))
        .isEqualTo(Map.of(RunState.SUCCESS, 6L, RunState.FAILED, 3L));
    assertThat(database.<List<String>>read(tx -> lists.active(tx, stored.id()))).hasSize(7);
  }

  @Test
  void the_run_that_ended_before_one_is_found() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("w"));
    String first = runOf(stored, false);
    end(claimOne("w"), "w", new Outcome.Failed("x", null));
    String stopped = runOf(stored, false);
    stop(stopped);
    String last = runOf(stored, false);
    assertThat(database.<Optional<Run>>read(tx -> lists.endedBefore(tx, stored.id(), last)))
        .map(Run::id)
        .contains(first);
    assertThat(database.<Optional<Run>>read(tx -> lists.endedBefore(tx, stored.id(), first)))
        .isEmpty();
  }
}
