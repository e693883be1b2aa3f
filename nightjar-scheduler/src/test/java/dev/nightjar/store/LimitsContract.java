package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.workflow.SampleWorkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// How many tasks of a workflow, and how many of one task, go on at a time.
abstract class LimitsContract extends StoreContract {
  LimitsContract(TestDatabase database) {
    super(database);
  }

  private static List<String> tasks(List<Claims.Claimed> claimed) {
    return claimed.stream().map(one -> one.key().task()).toList();
  }

  @Test
  void a_workflow_has_no_more_tasks_at_a_time_than_it_allows_over_all_runs() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("w").tasks("a", "b", "c").mostTasks(4));
    String first = runOf(stored, false);
    String second = runOf(stored, false);
    var claimed = claim("w1", 9);
    assertThat(claimed.stream().filter(one -> one.key().run().equals(first))).hasSize(3);
    assertThat(claimed.stream().filter(one -> one.key().run().equals(second))).hasSize(1);
    assertThat(claim("w2", 9)).isEmpty();
    end(claimed.getFirst(), "w1", new Outcome.Succeeded());
    assertThat(claim("w2", 9)).hasSize(1);
  }

  @Test
  void a_task_goes_on_no_more_often_than_it_allows_over_all_runs() {
    StoredWorkflow stored = workflow(SampleWorkflow.named("w").tasks("a", "b").atOnce(2));
    for (int i = 0; i < 3; i++) {
      runOf(stored, false);
    }
    var claimed = claim("w1", 9);
    assertThat(tasks(claimed)).containsExactlyInAnyOrder("a", "a", "b", "b");
    assertThat(claim("w1", 9)).isEmpty();
    var ended =
        claimed.stream().filter(one -> one.key().task().equals("b")).findFirst().orElseThrow();
    end(ended, "w1", new Outcome.Succeeded());
    assertThat(tasks(claim("w1", 9))).containsExactly("b");
  }

  @Test
  void those_that_may_have_no_more_hold_no_others_up() {
    for (int i = 0; i < 8; i++) {
      StoredWorkflow full =
          workflow(SampleWorkflow.named("full").tasks("a", "b").mostTasks(1).priority(5));
      StoredWorkflow single = workflow(SampleWorkflow.named("single").atOnce(1).priority(5));
      for (int run = 0; run < 10; run++) {
        runOf(full, false);
        runOf(single, false);
      }
    }
    runOf(workflow(SampleWorkflow.named("free")), false);
    while (claim("w", 3).stream().noneMatch(one -> one.run().workflow().name().equals("free"))) {
      assertThat(active()).isLessThanOrEqualTo(16);
    }
    assertThat(claim("w", 3)).isEmpty();
    assertThat(active()).isEqualTo(17);
  }

  @Test
  void servers_that_claim_at_once_start_no_more_than_are_allowed() throws Exception {
    StoredWorkflow stored = workflow(SampleWorkflow.named("w").tasks("a", "b").mostTasks(3));
    for (int i = 0; i < 20; i++) {
      runOf(stored, false);
    }
    var left = new AtomicInteger(40);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> servers = new ArrayList<>();
      for (int server = 0; server < 5; server++) {
        String name = "w" + server;
        Callable<Integer> work = () -> workUntilNothingIsLeft(name, left);
        servers.add(threads.submit(work));
      }
      for (Future<Integer> server : servers) {
        assertThat(server.get()).isLessThanOrEqualTo(3);
      }
    }
    assertThat(left).hasValue(0);
  }

  private int workUntilNothingIsLeft(String worker, AtomicInteger left) {
    int most = 0;
    while (left.get() > 0) {
      for (Claims.Claimed claimed : claim(worker, 2)) {
        most = Math.max(most, active());
        end(claimed, worker, new Outcome.Succeeded());
        left.decrementAndGet();
      }
    }
    return most;
  }

  private int active() {
    return database.read(
        transaction ->
            transaction
                .handle()
                .createQuery("SELECT COUNT(*) FROM task_run WHERE state = 'RUNNING'")
                .mapTo(Integer.class)
                .one());
  }
}
