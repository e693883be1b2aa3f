package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.SampleWorkflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

abstract class AlertsContract extends StoreContract {
  private final AlertStore alerts = new AlertStore(clock);

  AlertsContract(TestDatabase database) {
    super(database);
  }

  private void put(String run, AlertRule.On on, String target) {
    database.change(tx -> alerts.put(tx, run, on, target));
  }

  private List<AlertStore.Alert> claim() {
    return database.write(tx -> alerts.claim(tx, 10, clock.instant().plus(Duration.ofMinutes(1))));
  }

  private AlertStore.Counts counts() {
    return database.read(tx -> alerts.counts(tx));
  }

  @Test
  void an_alert_is_put_in_once_and_claimed_by_one() {
    String run = job(SampleWorkflow.named("a"));
    put(run, AlertRule.On.FAILURE, "slack:#ä🦉");
    put(run, AlertRule.On.FAILURE, "slack:#ä🦉");
    assertThat(counts()).isEqualTo(new AlertStore.Counts(1, 0));
    AlertStore.Alert alert = claim().getFirst();
    assertThat(alert.target()).isEqualTo("slack:#ä🦉");
    assertThat(alert.run()).isEqualTo(run);
    assertThat(alert.on()).isEqualTo(AlertRule.On.FAILURE);
    assertThat(claim()).isEmpty();
    database.change(tx -> alerts.sent(tx, alert.id()));
    clock.advance(Duration.ofHours(1));
    assertThat(claim()).isEmpty();
    assertThat(counts()).isEqualTo(new AlertStore.Counts(0, 0));
  }

  @Test
  void one_run_tells_of_several_tasks() {
    String run = job(SampleWorkflow.named("a"));
    for (String task : List.of("x", "y", "x")) {
      database.change(tx -> alerts.put(tx, run, AlertRule.On.TOO_LATE, task, "slack:#a"));
    }
    assertThat(claim()).extracting(AlertStore.Alert::subject).containsExactly("x", "y");
  }

  @Test
  void one_whose_sender_died_comes_again_under_the_same_key() {
    put(job(SampleWorkflow.named("a")), AlertRule.On.SUCCESS, "x");
    String key = claim().getFirst().id();
    clock.advance(Duration.ofMinutes(1));
    assertThat(claim()).singleElement().extracting(AlertStore.Alert::id).isEqualTo(key);
  }

  @Test
  void one_that_fails_is_tried_later_and_given_up_in_the_end() {
    put(job(SampleWorkflow.named("a")), AlertRule.On.TOO_LONG, "x");
    String id = claim().getFirst().id();
    database.change(
        tx -> alerts.postpone(tx, id, "HTTP 503", clock.instant().plus(Duration.ofMinutes(5))));
    clock.advance(Duration.ofMinutes(4));
    assertThat(claim()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(claim()).singleElement().extracting(AlertStore.Alert::tries).isEqualTo(1);
    database.change(tx -> alerts.fail(tx, id, "HTTP 404"));
    assertThat(counts()).isEqualTo(new AlertStore.Counts(0, 1));
  }

  @Test
  void senders_that_claim_at_once_get_different_ones() throws Exception {
    String run = job(SampleWorkflow.named("a"));
    for (int i = 0; i < 40; i++) {
      put(run, AlertRule.On.FAILURE, "target " + i);
    }
    List<String> claimed = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<List<AlertStore.Alert>> claim = this::claim;
      List<Future<List<AlertStore.Alert>>> claims = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        claims.add(threads.submit(claim));
      }
      for (var one : claims) {
        one.get().forEach(alert -> claimed.add(alert.id()));
      }
    }
    while (claimed.size() < 40) {
      List<AlertStore.Alert> more = claim();
      assertThat(more).isNotEmpty();
      more.forEach(alert -> claimed.add(alert.id()));
    }
    assertThat(claimed).hasSize(40).doesNotHaveDuplicates();
  }
}
