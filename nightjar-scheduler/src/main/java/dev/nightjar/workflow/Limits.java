package dev.nightjar.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one attempt of a task may use, what it leaves running, and by when the task is to be done.
///
/// @param timeout after this it is stopped and counts as timed out; null for no limit
/// @param expected after this an alert says that it takes too long; null for never
/// @param memory bytes that its processes may hold, and that are reserved for it on its machine;
///     null for no limit
/// @param deadline how long after the end of the data interval the task of a run by schedule is to
///     be done; an alert says if it is not. Null for no such time
/// @param keepKernel for so long the kernel of a notebook that failed or timed out stays alive, so
///     that the task can be resumed; null for not at all
public record Limits(
    @Nullable Duration timeout,
    @Nullable Duration expected,
    @Nullable Long memory,
    @Nullable Duration deadline,
    @Nullable Duration keepKernel) {
  /// No limit, and no kernel is kept.
  public static final Limits NONE = new Limits(null, null, null);

  /// Those of a task that may be done at any time, and leaves nothing running.
  public Limits(@Nullable Duration timeout, @Nullable Duration expected, @Nullable Long memory) {
    this(timeout, expected, memory, null, null);
  }

  public Limits {
    require("timeout", timeout);
    require("expected", expected);
    require("deadline", deadline);
    require("keep_kernel", keepKernel);
    if (memory != null && memory < 1) {
      throw new WorkflowException(
          "a memory limit of %d bytes makes no sense: give 1 or more".formatted(memory));
    }
  }

  /// The same with another deadline; null for none.
  public Limits due(@Nullable Duration other) {
    return new Limits(timeout, expected, memory, other, keepKernel);
  }

  /// The same, keeping kernels for this time; null for not at all.
  public Limits keepingKernel(@Nullable Duration time) {
    return new Limits(timeout, expected, memory, deadline, time);
  }

  private static void require(String what, @Nullable Duration limit) {
    if (limit != null && !limit.isPositive()) {
      throw new WorkflowException(
          "%s: %s makes no sense: give a time above 0".formatted(what, limit));
    }
  }
}
