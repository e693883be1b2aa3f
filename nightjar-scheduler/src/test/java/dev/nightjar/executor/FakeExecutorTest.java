package dev.nightjar.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FakeExecutorTest extends ExecutorContract {
  private final FakeExecutor.Machine machine = new FakeExecutor.Machine();

  @Override
  FakeExecutor started() {
    return new FakeExecutor("local", Clock.systemUTC(), machine)
        .scripted(
            order ->
                switch (Behaviour.valueOf(order.taskRun().task())) {
                  case SUCCEEDS -> Optional.of(Ending.of(new Outcome.Succeeded()));
                  case FAILS -> Optional.of(Ending.of(new Outcome.Failed("it broke", "line 1")));
                  case GOES_ON -> Optional.empty();
                });
  }

  @Override
  AttemptOrder order(TaskRunKey taskRun, Behaviour behaviour, int number) {
    return Orders.order(taskRun, number);
  }

  @Test
  void an_attempt_whose_lease_has_passed_is_lost() throws InterruptedException {
    FakeExecutor executor = started();
    var order = Orders.order(new TaskRunKey("run", "GOES_ON"), 1);
    TaskHandle handle = executor.submit(order);
    handle.leaseUntil(Instant.EPOCH);
    assertThat(handle.await().outcome()).isInstanceOf(Outcome.Lost.class);
    assertThat(executor.attempt(order.taskRun(), 1).lease()).contains(Instant.EPOCH);
  }

  @Test
  void an_attempt_that_does_not_stop_tells_how_it_was_asked() throws InterruptedException {
    FakeExecutor executor = started();
    var order = Orders.order(new TaskRunKey("run", "GOES_ON"), 1);
    executor.submit(order);
    FakeAttempt attempt = executor.attempt(order.taskRun(), 1);
    attempt.ignoreStop();
    attempt.stop("enough", java.time.Duration.ofSeconds(3));
    assertThat(attempt.ended()).isFalse();
    assertThat(attempt.stopRequest().reason()).isEqualTo("enough");
  }
}
