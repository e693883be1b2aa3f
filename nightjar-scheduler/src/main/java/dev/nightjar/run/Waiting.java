package dev.nightjar.run;

import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a task run waits for without a worker.
///
/// @param until what it waits for
/// @param every how often somebody looks
/// @param deadline after this it fails, and is not tried again; null for never
/// @param soft whether it is skipped rather than failed then
public record Waiting(Wait until, Duration every, @Nullable Instant deadline, boolean soft) {
  /// What a task of a workflow file waits for, from now on.
  public static Waiting of(WaitWork work, Instant now) {
    Duration timeout = work.timeout();
    return new Waiting(
        work.until(), work.every(), timeout == null ? null : now.plus(timeout), work.soft());
  }
}
