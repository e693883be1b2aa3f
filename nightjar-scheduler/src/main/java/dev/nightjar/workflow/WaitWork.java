package dev.nightjar.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Waits until something is so, and holds no worker meanwhile.
///
/// @param until what it waits for
/// @param every how often it looks
/// @param timeout after this it fails, and is not tried again; null for never
/// @param soft whether it is skipped rather than failed when its time is up
public record WaitWork(Wait until, Duration every, @Nullable Duration timeout, boolean soft)
    implements Work {
  /// How often a wait looks where nothing is said.
  public static final Duration USUAL = Duration.ofSeconds(10);

  public WaitWork {
    if (!every.isPositive()) {
      throw new WorkflowException(
          "looking every %s makes no sense: give a time above 0".formatted(every));
    }
  }

  @Override
  public boolean deferred() {
    return true;
  }
}
