package dev.nightjar.engine;

import dev.nightjar.kernel.Kernel;

/// Where runs get their kernels.
@FunctionalInterface
public interface Kernels {
  /// Starts the kernel that the run asks for, or takes up the one that it left behind; returns
  /// before it is ready.
  ///
  /// @throws dev.nightjar.kernel.KernelException if there is no such kernel, or it can't be started
  Kernel start(NotebookRun run);
}
