package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.run.Event;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Outcome;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class WorkflowsContract extends StoreContract {
  WorkflowsContract(TestDatabase database) {
    super(database);
  }

  private Optional<StoredWorkflow> stored(String id) {
    return database.read(tx -> workflows.find(tx, id));
  }

  private List<String> names(WorkflowFilter filter, Sort sort) {
    return database
        .<List<StoredWorkflow>>read(
            tx -> new DefinitionLists().list(tx, filter, List.of(sort), 10, 0))
        .stream()
        .map(found -> found.workflow().name())
        .toList();
  }

  @Test
  void a_workflow_is_found_as_it_was_stored() {
    StoredWorkflow made = workflow(SampleWorkflow.named("a").tags("x", "y").priority(3));
    assertThat(stored(made.id())).contains(made);
    assertThat(stored("none")).isEmpty();
    assertThat(database.<List<String>>read(tx -> workflows.snapshots(tx, made.id())))
        .containsExactly("snapshot");
  }

  @Test
  void a_change_makes_a_version_and_runs_keep_theirs() {
    StoredWorkflow made = workflow(SampleWorkflow.named("before").tags("x"));
    String run = runOf(made, false);
    clock.advance(Duration.ofSeconds(1));
    var changed =
        new StoredWorkflow(
            made.id(),
            Ids.next(clock),
            2,
            SampleWorkflow.named("after").tags("y").make(),
            "other snapshot",
            new StoredWorkflow.Timing(true, null, null),
            new StoredWorkflow.Origin(made.created(), clock.instant(), "ada"));
    for (int i = 0; i < 2; i++) {
      assertThat(
              database.<Boolean>write(
                  tx -> workflows.update(tx, changed, clock.instant(), "CHANGED", "bob")))
          .isTrue();
    }
    assertThat(stored(made.id())).contains(changed);
    assertThat(find(run).workflow()).isEqualTo(made.workflow());
    assertThat(rows("workflow_version")).isEqualTo(2);
    assertThat(names(new WorkflowFilter(null, List.of("y"), null, true), Sort.NEWEST))
        .containsExactly("after");
    assertThat(names(new WorkflowFilter(null, List.of("x"), null, null), Sort.NEWEST)).isEmpty();
  }

  @Test
  void lists_are_filtered_and_sorted() {
    workflow(SampleWorkflow.named("b"));
    workflow(SampleWorkflow.named("A").tags("t"));
    workflow(SampleWorkflow.named("bb"));
    assertThat(names(WorkflowFilter.ALL, Sort.NEWEST)).containsExactly("bb", "A", "b");
    assertThat(names(WorkflowFilter.ALL, new Sort(Sort.By.NAME, false)))
        .containsExactly("A", "b", "bb");
    assertThat(names(new WorkflowFilter("B", List.of(), null, null), Sort.NEWEST))
        .containsExactly("bb", "b");
    var recent = new WorkflowFilter(null, List.of(), clock.instant(), false);
    assertThat(names(recent, Sort.NEWEST)).containsExactly("bb");
    assertThat(database.<Long>read(tx -> new DefinitionLists().count(tx, recent))).isEqualTo(1);
  }

  @Test
  void one_is_deleted_when_its_runs_are_gone() {
    StoredWorkflow made = workflow(SampleWorkflow.named("a").tags("t"));
    String run = runOf(made, false);
    assertThatThrownBy(() -> delete(made.id()))
        .isInstanceOf(StoreException.class)
        .hasMessage("workflow %s has runs: delete them before it".formatted(made.id()));
    end(claimOne("w"), "w", new Outcome.Succeeded());
    database.change(tx -> runs.delete(tx, run, clock.instant(), "ada"));
    assertThat(delete(made.id())).isTrue();
    assertThat(delete(made.id())).isFalse();
    assertThat(stored(made.id())).isEmpty();
    assertThat(rows("workflow_version") + rows("workflow_tag") + rows("schedule")).isZero();
  }

  private boolean delete(String id) {
    return database.write(tx -> workflows.delete(tx, id, clock.instant(), "ada"));
  }

  @Test
  void what_people_do_becomes_events() {
    StoredWorkflow made = workflow(SampleWorkflow.named("a"));
    delete(made.id());
    clock.advance(Duration.ofSeconds(10));
    List<Event> all = database.read(tx -> events.after(tx, 0, 100));
    assertThat(all).extracting(Event::to).containsExactly("CREATED", "DELETED");
    long last = all.getLast().id();
    assertThat(database.<Long>read(events::last)).isEqualTo(last);
    assertThat(database.<List<Event>>read(tx -> events.after(tx, last, 9))).isEmpty();
    assertThat(database.<List<Long>>read(tx -> events.before(tx, all.getFirst().at(), 9)))
        .isEmpty();
    database.change(tx -> events.delete(tx, events.before(tx, clock.instant(), 9)));
    assertThat(database.<Long>read(events::last)).isZero();
  }
}
