package dev.nightjar.executor;

import dev.nightjar.executor.FakeExecutor.StopRequest;
import dev.nightjar.run.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// An attempt of a [FakeExecutor]. It ends when the test says so, when it is stopped, or when
/// [#checkLease] finds that its lease has passed; the first end counts.
public final class FakeAttempt implements TaskHandle {
  private final AttemptOrder order;
  private final String externalId;
  private final Clock clock;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final CompletableFuture<StopRequest> stopRequest = new CompletableFuture<>();
  private volatile @Nullable Instant lease;
  private volatile boolean ignoresStop;

  FakeAttempt(AttemptOrder order, String externalId, Clock clock) {
    this.order = order;
    this.externalId = externalId;
    this.clock = clock;
  }

  public AttemptOrder order() {
    return order;
  }

  /// Ends it so, unless it has ended.
  public void end(Ending ending) {
    var _ = this.ending.complete(ending);
  }

  /// Ends it so, unless it has ended, without artifacts.
  public void end(Outcome outcome) {
    end(Ending.of(outcome));
  }

  /// It goes on when it is asked to stop.
  public void ignoreStop() {
    ignoresStop = true;
  }

  /// How it was asked to stop; waits for that.
  public StopRequest stopRequest() throws InterruptedException {
    try {
      return stopRequest.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(externalId + " was not asked to stop in 20 s", e);
    }
  }

  public boolean stopRequested() {
    return stopRequest.isDone();
  }

  public boolean ended() {
    return ending.isDone();
  }

  /// Until when its worker may speak for it; empty if nobody said.
  public Optional<Instant> lease() {
    return Optional.ofNullable(lease);
  }

  /// Ends it as lost if its lease has passed.
  public void checkLease() {
    Instant end = lease;
    if (end != null && !end.isAfter(clock.instant())) {
      end(new Outcome.Lost("The lease of %s has passed.".formatted(externalId)));
    }
  }

  @Override
  public String externalId() {
    return externalId;
  }

  @Override
  public Ending await() throws InterruptedException {
    try {
      return ending.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void stop(String reason, Duration grace) {
    var _ = stopRequest.complete(new StopRequest(reason, grace));
    if (!ignoresStop) {
      end(new Outcome.Stopped(reason));
    }
  }

  @Override
  public void leaseUntil(Instant end) {
    lease = end;
    checkLease();
  }
}
