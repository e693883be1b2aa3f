package dev.nightjar.scheduler;

import dev.nightjar.executor.Ending;
import dev.nightjar.executor.TaskHandle;
import java.time.Duration;
import java.time.Instant;

/// An attempt that no executor had, since its end was known before.
record KnownEnding(Ending ending) implements TaskHandle {
  @Override
  public String externalId() {
    return "none";
  }

  @Override
  public Ending await() {
    return ending;
  }

  @Override
  public void stop(String reason, Duration grace) {}

  @Override
  public void leaseUntil(Instant end) {}
}
