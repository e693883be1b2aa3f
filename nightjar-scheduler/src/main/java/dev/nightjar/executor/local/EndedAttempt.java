package dev.nightjar.executor.local;

import dev.nightjar.executor.Ending;
import dev.nightjar.executor.TaskHandle;
import java.time.Duration;
import java.time.Instant;

/// An attempt that is over, or never began.
record EndedAttempt(ProcessName name, Ending ending) implements TaskHandle {
  @Override
  public String externalId() {
    return name.toString();
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
