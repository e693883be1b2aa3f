package dev.nightjar.call;

import dev.nightjar.executor.Ending;
import dev.nightjar.executor.PreparationException;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A call that is being made, on a thread of its own: drivers of databases may hold it for long.
final class CallAttempt implements TaskHandle {
  private static final Logger LOG = LoggerFactory.getLogger(CallAttempt.class);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final String FILE = "log.txt";

  /// No call goes on for longer, where nothing is said.
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Call call;
  private final Path folder;
  private final Duration limit;
  private final Clock clock;
  private final Instant started;
  private final Thread thread;
  private final CompletableFuture<Ending> end = new CompletableFuture<>();
  private volatile @Nullable Instant lease;

  private CallAttempt(Call call, Path folder, Duration limit, Clock clock) {
    this.call = call;
    this.folder = folder;
    this.limit = limit;
    this.clock = clock;
    this.started = clock.instant();
    this.thread = Thread.ofPlatform().daemon().name("call").unstarted(() -> end.complete(made()));
  }

  /// @param folder an empty one for its log
  /// @param limit how long it may take; null for an hour
  static CallAttempt start(Call call, Path folder, @Nullable Duration limit, Clock clock) {
    var attempt = new CallAttempt(call, folder, Objects.requireNonNullElse(limit, LONGEST), clock);
    attempt.thread.start();
    return attempt;
  }

  private Ending made() {
    Outcome outcome;
    List<Report.Value> values = List.of();
    try (var log = new CallLog(folder.resolve(FILE))) {
      try {
        values = call.make(log);
        outcome = new Outcome.Succeeded();
      } catch (CallException failed) {
        outcome = new Outcome.Failed(String.valueOf(failed.getMessage()), failed.details());
      } catch (PreparationException unfit) {
        outcome = new Outcome.Failed(String.valueOf(unfit.getMessage()), null);
      } catch (InterruptedException stopped) {
        outcome = new Outcome.Stopped("Stopped.");
      }
      if (outcome.message() != null) {
        log.say(outcome.message());
      }
    } catch (IOException | RuntimeException broken) {
      LOG.error("{}: the call failed", folder, broken);
      outcome = new Outcome.Failed("The call failed: " + broken.getMessage(), null);
    }
    return ending(outcome, values);
  }

  private Ending ending(Outcome outcome, List<Report.Value> values) {
    Path log = folder.resolve(FILE);
    try {
      List<Artifact> left =
          Files.exists(log)
              ? List.of(new Artifact(Artifact.Kind.LOG, "txt", FILE, Files.size(log)))
              : List.of();
      return new Ending(outcome, left, new Report(values, null, List.of()));
    } catch (IOException e) {
      return Ending.of(new Outcome.Failed("The log of the call is gone: " + e.getMessage(), null));
    }
  }

  @Override
  public String externalId() {
    return "server";
  }

  @Override
  public Ending await() throws InterruptedException {
    while (true) {
      try {
        return end.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        Outcome over = over(clock.instant());
        if (over != null) {
          endBy(over);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("a call ends normally", e);
      }
    }
  }

  private @Nullable Outcome over(Instant now) {
    Instant until = lease;
    if (until != null && now.isAfter(until)) {
      return new Outcome.Lost("Its lease ran out: another server may have it.");
    }
    return now.isAfter(started.plus(limit)) ? new Outcome.TimedOut(limit) : null;
  }

  private void endBy(Outcome outcome) {
    end.complete(ending(outcome, List.of()));
    thread.interrupt();
    call.stop();
  }

  @Override
  public void stop(String reason, Duration grace) {
    endBy(new Outcome.Stopped(reason));
  }

  @Override
  public void leaseUntil(Instant until) {
    lease = until;
  }
}
