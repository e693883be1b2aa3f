package dev.nightjar.engine;

import dev.nightjar.kernel.KeptKernel;
import dev.nightjar.storage.FileReplacement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a run has left beside its output.
///
/// @param journal whether there are cells that the output does not hold yet: the run goes on, or
///     was killed
/// @param keptKernel the kernel that [NotebookEngine#resume] would go on in
public record Leftovers(boolean journal, Optional<KernelProcess> keptKernel) {
  /// A kernel that outlived its run.
  ///
  /// @param name the name of its kernelspec
  /// @param pid its process
  /// @param connectionFile how it is reached
  /// @param keep how long it stays when nobody comes back to it
  /// @param nextCell the id of the cell that a resumed run begins with; null if the run was killed
  public record KernelProcess(
      String name, long pid, Path connectionFile, Duration keep, @Nullable String nextCell) {
    /// Ends it with all that it started. Does nothing if it has ended.
    ///
    /// @throws dev.nightjar.kernel.KernelException if a run uses it
    public void end() {
      KeptKernel.end(connectionFile, pid);
    }
  }

  /// What lies beside this file.
  public static Leftovers beside(Path output) {
    return new Leftovers(
        Files.exists(FileReplacement.sibling(output, "journal")),
        KeptRun.read(output)
            .filter(kept -> Files.exists(kept.connectionFile()))
            .filter(kept -> ProcessHandle.of(kept.pid()).isPresent())
            .map(
                kept ->
                    new KernelProcess(
                        kept.kernelName(),
                        kept.pid(),
                        kept.connectionFile(),
                        kept.keep(),
                        kept.nextCell())));
  }
}
