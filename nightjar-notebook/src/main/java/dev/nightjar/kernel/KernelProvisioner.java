package dev.nightjar.kernel;

import java.nio.file.Path;
import java.util.Map;

/// Starts kernels somewhere: as a local process, from the fork server, behind a gateway.
/// Implementations are thread-safe.
public interface KernelProvisioner {
  /// Starts a kernel; returns before it is ready.
  ///
  /// @throws KernelException if it can't be started
  Kernel start(KernelSpec spec, Surroundings surroundings);

  /// Where a kernel runs.
  ///
  /// @param directory its working directory
  /// @param environment all its variables, before those of the spec
  /// @param runtimeDirectory where connection files go
  /// @param mayBeKept whether it may outlive us, so must hold no stream of ours
  record Surroundings(
      Path directory, Map<String, String> environment, Path runtimeDirectory, boolean mayBeKept) {}
}
