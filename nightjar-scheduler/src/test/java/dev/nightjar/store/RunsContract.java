package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.run.Event;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.workflow.SampleWorkflow;
import dev.nightjar.workflow.Workflow;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

abstract class RunsContract extends StoreContract {
  RunsContract(TestDatabase database) {
    super(database);
  }

  @Test
  void a_run_is_found_as_it_was_made() {
    Workflow workflow = SampleWorkflow.named("nightly").tags("a", "b").make();
    String id = job(workflow, "token-1");
    Run run = find(id);
    assertThat(run.workflow()).isEqualTo(workflow);
    assertThat(run.workflowId()).isNull();
    assertThat(run.snapshot()).isEqualTo("snapshot");
    assertThat(run.cause()).isEqualTo(manual("token-1"));
    assertThat(run.status())
        .isEqualTo(
            new Run.Status(RunState.QUEUED, null, clock.instant(), clock.instant(), null, null));
    assertThat(history(id)).containsExactly(">QUEUED");
  }

  @Test
  void parameters_keep_their_types_and_order() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("z", 1);
    parameters.put("long", 9_007_199_254_740_993L);
    parameters.put("big", new BigInteger("123456789012345678901234567890"));
    parameters.put("double", 0.1);
    parameters.put("whole double", 2.0);
    parameters.put("tiny", Double.MIN_VALUE);
    parameters.put("nothing", null);
    parameters.put("yes", true);
    parameters.put("not a number", Double.NaN);
    parameters.put("infinite", Double.NEGATIVE_INFINITY);
    parameters.put("nested", Arrays.asList(1, null, List.of("x", List.of()), Map.of("k", 2.5)));
    parameters.put("a", "text");
    Run run = find(job(SampleWorkflow.named("typed").parameters(parameters)));
    assertThat(run.parameters()).isEqualTo(parameters);
    assertThat(run.parameters().keySet()).containsExactlyElementsOf(parameters.keySet());
    assertThat(run.workflow().parameters()).isEqualTo(parameters);
  }

  @Test
  void every_text_may_have_every_character() {
    String odd = "naïve 日本 🦉 \u202e'\"\\%_ \t\n;--";
    var workflow =
        SampleWorkflow.named(odd).tags(odd).parameters(Map.of(odd, odd)).tasks(odd).make();
    String id = job(workflow, odd);
    var claimed = claim(odd, 1).getFirst();
    database.change(
        transaction ->
            taskRuns.place(transaction, List.of(new TaskRunStore.Placed(claimed.key(), 1, odd))));
    end(claimed, odd, new Outcome.Failed(odd, odd));
    Run run = find(id);
    assertThat(run.workflow()).isEqualTo(workflow);
    assertThat(run.parameters()).isEqualTo(Map.of(odd, odd));
    assertThat(run.cause().idempotencyToken()).isEqualTo(odd);
    assertThat(run.status().message()).isEqualTo(odd);
    assertThat(attempts(claimed.key()).getFirst().outcome())
        .isEqualTo(new Outcome.Failed(odd, odd));
    assertThat(attempts(claimed.key()).getFirst().externalId()).isEqualTo(odd);
    var filter = new RunFilter(Set.of(), null, null, List.of(odd), null, null, null);
    assertThat(page(filter, 10, 0)).containsExactly(run);
  }

  @Test
  void characters_that_no_database_takes_are_replaced() {
    String id = job(SampleWorkflow.named("a"));
    end(claimOne("w"), "w", new Outcome.Failed("nul \0 half \ud83e whole \ud83e\udd89", null));
    assertThat(find(id).status().message()).isEqualTo("nul \ufffd half \ufffd whole \ud83e\udd89");
  }

  @Test
  void a_token_makes_one_run() {
    String id = job(SampleWorkflow.named("a").make(), "once");
    assertThatThrownBy(() -> job(SampleWorkflow.named("b").make(), "once"))
        .isInstanceOf(StoreException.Duplicate.class);
    assertThat(database.<Optional<Run>>read(transaction -> runs.findByToken(transaction, "once")))
        .map(Run::id)
        .contains(id);
    assertThat(count(RunFilter.ALL)).isEqualTo(1);
  }

  @Test
  void many_are_found_at_once() {
    List<String> ids =
        List.of(
            job(SampleWorkflow.named("a")),
            job(SampleWorkflow.named("b")),
            job(SampleWorkflow.named("c")));
    assertThat(database.<Map<String, Run>>read(tx -> runs.find(tx, ids))).containsOnlyKeys(ids);
    assertThat(database.<Map<String, Run>>read(tx -> runs.find(tx, List.of("none")))).isEmpty();
    assertThat(database.<Optional<Run>>read(tx -> runs.find(tx, "none"))).isEmpty();
  }

  @Test
  void a_revised_run_has_its_new_name() {
    String id = job(SampleWorkflow.named("before"));
    Workflow after = SampleWorkflow.named("After").make();
    String version = Ids.next(clock);
    assertThat(database.<Boolean>write(tx -> runs.revise(tx, id, version, after, clock.instant())))
        .isTrue();
    assertThat(find(id).workflow()).isEqualTo(after);
    assertThat(rows("workflow_version")).isEqualTo(1);
    assertThat(
            database.<Boolean>write(tx -> runs.revise(tx, "none", version, after, clock.instant())))
        .isFalse();
  }

  @Test
  void only_a_run_that_ended_is_deleted_and_all_of_it() {
    String id = job(SampleWorkflow.named("a").tags("t"));
    assertThat(delete(id)).isFalse();
    end(claimOne("w"), "w", new Outcome.Succeeded());
    assertThat(delete(id)).isTrue();
    assertThat(delete(id)).isFalse();
    assertThat(database.<Optional<Run>>read(tx -> runs.find(tx, id))).isEmpty();
    for (String table : List.of("task_run", "attempt", "run_tag")) {
      assertThat(rows(table)).isZero();
    }
    assertThat(rows("workflow_version")).isZero();
    assertThat(count(RunFilter.ALL)).isZero();
    assertThat(database.<List<Event>>read(tx -> events.ofRun(tx, id, 100)))
        .last()
        .extracting(Event::to)
        .isEqualTo("DELETED");
  }

  private boolean delete(String id) {
    return database.write(tx -> runs.delete(tx, id, clock.instant(), "ada"));
  }
}
