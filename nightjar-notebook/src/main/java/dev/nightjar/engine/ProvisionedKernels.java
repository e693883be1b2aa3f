package dev.nightjar.engine;

import dev.nightjar.kernel.Kernel;
import dev.nightjar.kernel.KernelProvisioner;
import dev.nightjar.kernel.KernelProvisioner.Surroundings;
import dev.nightjar.kernel.KernelSpec;
import java.nio.file.Path;
import java.util.function.Function;

/// Kernels started from kernelspecs by a provisioner.
///
/// @param specs finds a kernel by its name
/// @param provisioner starts it
/// @param surroundings where it runs, unless a run says otherwise
public record ProvisionedKernels(
    Function<String, KernelSpec> specs, KernelProvisioner provisioner, Surroundings surroundings)
    implements Kernels {
  @Override
  public Kernel start(NotebookRun run) {
    Path own = run.options().directory();
    return provisioner.start(
        specs.apply(run.kernelName()),
        new Surroundings(
            own == null ? surroundings.directory() : surroundings.directory().resolve(own),
            surroundings.environment(),
            surroundings.runtimeDirectory(),
            run.options().keepKernel().isPositive()));
  }
}
