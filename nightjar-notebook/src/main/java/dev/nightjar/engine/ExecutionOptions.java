package dev.nightjar.engine;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a notebook is executed.
///
/// @param directory the kernel's working directory; null for the program's own
/// @param startTimeout how long the kernel may take to be ready
/// @param cellTimeout how long one cell may run; null for ever
/// @param saving when the output is saved on the way
/// @param selection which cells run
/// @param profile whether CPU time and memory of each cell are recorded
/// @param keepKernel how long the kernel of a run that did not succeed stays alive; zero for not at
///     all
/// @param failureMarkers whether a failure is marked by papermill's two cells
public record ExecutionOptions(
    @Nullable Path directory,
    Duration startTimeout,
    @Nullable Duration cellTimeout,
    Saving saving,
    CellSelection selection,
    boolean profile,
    Duration keepKernel,
    boolean failureMarkers) {

  /// papermill's defaults.
  public static final ExecutionOptions DEFAULT =
      new ExecutionOptions(
          null,
          Duration.ofSeconds(60),
          null,
          Saving.DEFAULT,
          CellSelection.ALL,
          false,
          Duration.ZERO,
          true);

  /// When the output is saved before the end.
  ///
  /// @param eachCell whether it is saved at all before the end: at the start and as cells begin and
  ///     end
  /// @param within how often it is saved while a cell runs; zero for not at all
  public record Saving(boolean eachCell, Duration within) {
    /// At each cell, and every 30 seconds within one.
    public static final Saving DEFAULT = new Saving(true, Duration.ofSeconds(30));
  }

  /// The same with the kernel's working directory.
  public ExecutionOptions in(@Nullable Path directory) {
    return new ExecutionOptions(
        directory,
        startTimeout,
        cellTimeout,
        saving,
        selection,
        profile,
        keepKernel,
        failureMarkers);
  }

  /// The same with these limits.
  public ExecutionOptions within(Duration startTimeout, @Nullable Duration cellTimeout) {
    return new ExecutionOptions(
        directory,
        startTimeout,
        cellTimeout,
        saving,
        selection,
        profile,
        keepKernel,
        failureMarkers);
  }

  /// The same with this saving.
  public ExecutionOptions saving(Saving saving) {
    return new ExecutionOptions(
        directory,
        startTimeout,
        cellTimeout,
        saving,
        selection,
        profile,
        keepKernel,
        failureMarkers);
  }

  /// The same for these cells only.
  public ExecutionOptions only(CellSelection selection) {
    return new ExecutionOptions(
        directory,
        startTimeout,
        cellTimeout,
        saving,
        selection,
        profile,
        keepKernel,
        failureMarkers);
  }

  /// The same, with a profile or without.
  public ExecutionOptions profiled(boolean profile) {
    return new ExecutionOptions(
        directory,
        startTimeout,
        cellTimeout,
        saving,
        selection,
        profile,
        keepKernel,
        failureMarkers);
  }

  /// The same, keeping the kernel for this time if the run does not succeed.
  public ExecutionOptions keepingKernel(Duration keepKernel) {
    return new ExecutionOptions(
        directory,
        startTimeout,
        cellTimeout,
        saving,
        selection,
        profile,
        keepKernel,
        failureMarkers);
  }

  /// The same, marking failures by papermill's two cells or not.
  public ExecutionOptions markingFailures(boolean failureMarkers) {
    return new ExecutionOptions(
        directory,
        startTimeout,
        cellTimeout,
        saving,
        selection,
        profile,
        keepKernel,
        failureMarkers);
  }
}
