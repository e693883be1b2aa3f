package dev.nightjar.workflow;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What only tasks of workflow files have.
///
/// @param parameters the task's own, templates in their texts; null for those of the run, as jobs
///     have it
/// @param past what it asks of the run before
/// @param start runs by schedule of an earlier logical time leave it out; null for no limit
/// @param atOnce how many of it may run at a time over all runs; null for no limit
/// @param group the path of task groups that it is in, such as `load.clean`; null for none
/// @param grid the points for each of which it runs once; null if it runs once
/// @param produces paths of files that must be there when it succeeded, templates in them
/// @param reuse when it need not do its work again; null if it always does
public record Traits(
    @Nullable Map<String, Object> parameters,
    Past past,
    @Nullable Instant start,
    @Nullable Integer atOnce,
    @Nullable String group,
    @Nullable Grid grid,
    List<String> produces,
    @Nullable Reuse reuse) {
  /// Those of a job's task.
  public static final Traits NONE = new Traits(null, Past.IGNORED, null, null, null);

  /// Those of a task that runs once, and always does its work.
  public Traits(
      @Nullable Map<String, Object> parameters,
      Past past,
      @Nullable Instant start,
      @Nullable Integer atOnce,
      @Nullable String group) {
    this(parameters, past, start, atOnce, group, null, List.of(), null);
  }

  public Traits {
    if (parameters != null) {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
    produces = produces == null ? List.of() : List.copyOf(produces); // not there in old versions
    if (atOnce != null && atOnce < 1) {
      throw new WorkflowException("%d at once makes no sense: give 1 or more".formatted(atOnce));
    }
  }

  /// The same with another grid; null for none.
  public Traits with(@Nullable Grid other) {
    return new Traits(parameters, past, start, atOnce, group, other, produces, reuse);
  }

  /// The same, but its files are these.
  public Traits producing(List<String> files) {
    return new Traits(parameters, past, start, atOnce, group, grid, files, reuse);
  }

  /// The same, reusing work by that; null for never.
  public Traits reusing(@Nullable Reuse other) {
    return new Traits(parameters, past, start, atOnce, group, grid, produces, other);
  }
}
