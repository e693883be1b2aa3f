package dev.nightjar.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.executor.Ending;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.testkit.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class CallAttemptTest {
  private final ManualClock clock = ManualClock.at("2026-01-01T12:00:00Z");
  private final CountDownLatch interrupted = new CountDownLatch(1);
  @TempDir private Path folder;

  private CallAttempt start(Call call, @Nullable Duration limit) {
    return CallAttempt.start(call, folder, limit, clock);
  }

  /// A call that goes on until it is interrupted.
  private List<Report.Value> endless(CallLog log) throws InterruptedException {
    log.say("begins");
    try {
      return List.of(
          new Report.Value(
              "a", Boolean.toString(new CountDownLatch(1).await(1, TimeUnit.HOURS)), null));
    } catch (InterruptedException stop) {
      interrupted.countDown();
      throw stop;
    }
  }

  @Test
  void what_a_call_leaves_is_its_values_and_its_log() throws InterruptedException {
    var value = new Report.Value("return_value", "1", null);
    Ending ending =
        start(
                log -> {
                  log.say("two words");
                  return List.of(value);
                },
                null)
            .await();

    assertThat(ending.outcome()).isEqualTo(new Outcome.Succeeded());
    assertThat(ending.report().values()).containsExactly(value);
    assertThat(ending.artifacts())
        .singleElement()
        .satisfies(log -> assertThat(log.size()).isEqualTo(10));
  }

  @Test
  void a_call_is_stopped_on_request() throws InterruptedException {
    CallAttempt attempt = start(this::endless, null);
    attempt.stop("Enough.", Duration.ofSeconds(1));

    assertThat(attempt.await().outcome()).isEqualTo(new Outcome.Stopped("Enough."));
    interrupted.await();
  }

  @Test
  void a_call_ends_after_its_timeout_or_an_hour() throws InterruptedException {
    CallAttempt first = start(this::endless, Duration.ofSeconds(5));
    clock.advance(Duration.ofSeconds(6));
    assertThat(first.await().outcome()).isEqualTo(new Outcome.TimedOut(Duration.ofSeconds(5)));

    CallAttempt usual = start(this::endless, null);
    clock.advance(Duration.ofMinutes(61));
    assertThat(usual.await().outcome()).isEqualTo(new Outcome.TimedOut(Duration.ofHours(1)));
  }

  @Test
  void a_call_ends_when_nobody_renews_its_lease() throws InterruptedException {
    CallAttempt attempt = start(this::endless, null);
    attempt.leaseUntil(clock.instant().plusSeconds(30));
    clock.advance(Duration.ofSeconds(31));

    assertThat(attempt.await().outcome()).isInstanceOf(Outcome.Lost.class);
    interrupted.await();
  }

  @Test
  void a_fault_of_ours_is_a_failure_of_the_attempt() throws InterruptedException {
    Ending ending =
        start(
                _ -> {
                  throw new IllegalStateException("broken");
                },
                null)
            .await();

    assertThat(ending.outcome()).isEqualTo(new Outcome.Failed("The call failed: broken", null));
  }
}
