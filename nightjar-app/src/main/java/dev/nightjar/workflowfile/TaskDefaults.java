package dev.nightjar.workflowfile;

import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What tasks have where they say nothing; read from the file, and of each task.
///
/// @param environment of notebooks; null for what they name
record TaskDefaults(Retry retry, Limits limits, Placement placement, @Nullable String environment) {
  private static final TaskDefaults NONE =
      new TaskDefaults(Retry.NONE, Limits.NONE, Placement.LOCAL, null);
  private static final int HIGHEST = 1_000_000;

  /// Those of the file.
  static TaskDefaults of(Fields top) {
    return NONE.with(top);
  }

  /// With what is said there. An explicit null takes a default away.
  TaskDefaults with(Fields fields) {
    Integer priority = fields.whole("priority", -HIGHEST, HIGHEST);
    Integer slots = fields.whole("slots", 1, HIGHEST);
    return new TaskDefaults(
        retry(fields),
        new Limits(
            given(fields, "timeout", fields.positive("timeout"), limits.timeout()),
            given(fields, "expected", fields.positive("expected"), limits.expected()),
            given(fields, "memory", fields.bytes("memory"), limits.memory()),
            limits.deadline(),
            given(fields, "keep_kernel", fields.positive("keep_kernel"), limits.keepKernel())),
        new Placement(
            placement.executor(),
            given(fields, "pool", fields.text("pool"), placement.pool()),
            Objects.requireNonNullElse(slots, placement.slots()),
            Objects.requireNonNullElse(priority, placement.priority())),
        given(fields, "environment", fields.text("environment"), environment));
  }

  private static <T> @Nullable T given(
      Fields fields, String name, @Nullable T value, @Nullable T otherwise) {
    return fields.has(name) ? value : otherwise;
  }

  private Retry retry(Fields fields) {
    if (fields.isNull("retry")) {
      return Retry.NONE;
    }
    Fields given = fields.fields("retry");
    if (given == null) {
      return retry;
    }
    given.checked(Keys.RETRY);
    Integer times = given.whole("times", 0, 1_000);
    Duration delay = given.duration("delay");
    Double backoff = given.number("backoff", 1, 100);
    Duration longest = given.duration("max_delay");
    Boolean onTimeout = given.flag("on_timeout");
    Boolean jitter = given.flag("jitter");
    return new Retry(
        Objects.requireNonNullElse(times, retry.times()),
        Objects.requireNonNullElse(delay, retry.delay()),
        Objects.requireNonNullElse(backoff, retry.backoff()),
        Objects.requireNonNullElse(longest, retry.maxDelay()),
        Objects.requireNonNullElse(onTimeout, retry.onTimeout()),
        Objects.requireNonNullElse(jitter, retry.jitter()));
  }
}
