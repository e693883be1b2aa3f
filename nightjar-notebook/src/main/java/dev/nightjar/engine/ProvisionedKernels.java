package dev.nightjar.engine;

import dev.nightjar.kernel.Kernel;
import dev.nightjar.kernel.KernelProvisioner;
import dev.nightjar.kernel.KernelSpecs;
import java.nio.file.Path;
import java.util.Map;

/// Kernels started from kernelspecs by a provisioner.
///
/// @param specs finds a kernel by its name
/// @param provisioner starts it
/// @param environment the variables that it gets
/// @param directory where it works unless the run says otherwise
public record ProvisionedKernels(
    KernelSpecs specs,
    KernelProvisioner provisioner,
    Map<String, String> environment,
    Path directory)
    implements Kernels {
  @Override
  public Kernel start(NotebookRun run) {
    Path own = run.options().directory();
    Path workingDirectory = own == null ? directory : directory.resolve(own);
    return provisioner.start(
        specs.find(run.kernelName()),
        new KernelProvisioner.Surroundings(
            workingDirectory,
            environment,
            specs.runtimeDirectory(),
            run.options().keepKernel().isPositive()));
  }
}
