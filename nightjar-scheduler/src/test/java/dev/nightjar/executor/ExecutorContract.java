package dev.nightjar.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every executor does, the fake one too.
@Timeout(60)
abstract class ExecutorContract {
  private static final Duration GRACE = Duration.ofSeconds(20);

  /// What an attempt of the contract does; the name of its task.
  enum Behaviour {
    SUCCEEDS,
    /// With the message `it broke` and the details `line 1`.
    FAILS,
    /// Until it is stopped.
    GOES_ON
  }

  /// An executor as after a start of the server; all reach the same attempts.
  abstract Executor started();

  /// An order whose task is named by the behaviour.
  abstract AttemptOrder order(TaskRunKey taskRun, Behaviour behaviour, int number);

  private final String run = UUID.randomUUID().toString();

  private AttemptOrder order(Behaviour behaviour) {
    return order(behaviour, 1);
  }

  private AttemptOrder order(Behaviour behaviour, int number) {
    return order(new TaskRunKey(run, behaviour.name()), behaviour, number);
  }

  @Test
  void tells_that_an_attempt_succeeded() throws InterruptedException {
    assertThat(started().submit(order(Behaviour.SUCCEEDS)).await().outcome())
        .isEqualTo(new Outcome.Succeeded());
  }

  @Test
  void a_failed_attempt_is_an_outcome() throws InterruptedException {
    assertThat(started().submit(order(Behaviour.FAILS)).await().outcome())
        .isEqualTo(new Outcome.Failed("it broke", "line 1"));
  }

  @Test
  void an_attempt_goes_on_until_it_is_stopped() throws InterruptedException {
    TaskHandle attempt = started().submit(order(Behaviour.GOES_ON));
    attempt.stop("Ann asked for it", GRACE);
    assertThat(attempt.await().outcome()).isEqualTo(new Outcome.Stopped("Ann asked for it"));
  }

  @Test
  void stopping_what_has_ended_changes_nothing() throws InterruptedException {
    TaskHandle attempt = started().submit(order(Behaviour.SUCCEEDS));
    attempt.await();
    attempt.stop("too late", GRACE);
    attempt.leaseUntil(Instant.EPOCH);
    assertThat(attempt.await().outcome()).isEqualTo(new Outcome.Succeeded());
  }

  @Test
  void an_attempt_outlives_its_executor_and_is_found_by_its_id() throws InterruptedException {
    AttemptOrder order = order(Behaviour.GOES_ON);
    Executor first = started();
    String id = first.submit(order).externalId();
    first.close();
    TaskHandle found = started().attach(order, id).orElseThrow();
    assertThat(found.externalId()).isEqualTo(id);
    found.stop("the test is over", GRACE);
    assertThat(found.await().outcome()).isEqualTo(new Outcome.Stopped("the test is over"));
  }

  @Test
  void an_attempt_is_found_by_its_order_alone() throws InterruptedException {
    AttemptOrder order = order(Behaviour.GOES_ON);
    String id = started().submit(order).externalId();
    TaskHandle found = started().attach(order, null).orElseThrow();
    assertThat(found.externalId()).isEqualTo(id);
    found.stop("the test is over", GRACE);
    found.await();
  }

  @Test
  void an_attempt_that_has_ended_is_found_with_its_outcome() throws InterruptedException {
    AttemptOrder order = order(Behaviour.FAILS);
    TaskHandle attempt = started().submit(order);
    attempt.await();
    assertThat(started().attach(order, attempt.externalId()).orElseThrow().await().outcome())
        .isEqualTo(new Outcome.Failed("it broke", "line 1"));
  }

  @Test
  void what_was_never_submitted_is_not_found() {
    assertThat(started().attach(order(Behaviour.SUCCEEDS), null)).isEmpty();
    assertThat(started().attach(order(Behaviour.SUCCEEDS), "elsewhere:1:2:3")).isEmpty();
  }

  @Test
  void an_order_given_twice_is_carried_out_once() throws InterruptedException {
    AttemptOrder order = order(Behaviour.GOES_ON);
    TaskHandle first = started().submit(order);
    TaskHandle second = started().submit(order);
    assertThat(second.externalId()).isEqualTo(first.externalId());
    second.stop("the test is over", GRACE);
    assertThat(first.await().outcome()).isEqualTo(new Outcome.Stopped("the test is over"));
  }

  @Test
  void each_attempt_of_a_task_has_an_end_of_its_own() throws InterruptedException {
    Executor executor = started();
    TaskHandle first = executor.submit(order(Behaviour.GOES_ON, 1));
    TaskHandle second = executor.submit(order(Behaviour.GOES_ON, 2));
    first.stop("first", GRACE);
    second.stop("second", GRACE);
    assertThat(List.of(first.await().outcome(), second.await().outcome()))
        .containsExactly(new Outcome.Stopped("first"), new Outcome.Stopped("second"));
  }

  @Test
  void many_attempts_run_side_by_side() throws InterruptedException {
    Executor executor = started();
    List<TaskHandle> attempts =
        IntStream.rangeClosed(1, 20)
            .mapToObj(number -> executor.submit(order(Behaviour.SUCCEEDS, number)))
            .toList();
    for (TaskHandle attempt : attempts) {
      assertThat(attempt.await().outcome()).isEqualTo(new Outcome.Succeeded());
    }
  }
}
