package dev.nightjar.engine;

import dev.nightjar.storage.FileReplacement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
  public record KernelProcess(String name, long pid, Path connectionFile) {}

  /// What lies beside this file.
  public static Leftovers beside(Path output) {
    return new Leftovers(
        Files.exists(FileReplacement.sibling(output, "journal")),
        KeptRun.read(output)
            .filter(kept -> Files.exists(kept.connectionFile()))
            .filter(kept -> ProcessHandle.of(kept.pid()).isPresent())
            .map(kept -> new KernelProcess(kept.kernelName(), kept.pid(), kept.connectionFile())));
  }
}
