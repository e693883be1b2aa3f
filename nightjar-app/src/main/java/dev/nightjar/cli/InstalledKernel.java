package dev.nightjar.cli;

import dev.nightjar.kernel.KernelException;
import dev.nightjar.kernel.KernelSpec;
import dev.nightjar.kernel.KernelSpecs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A kernel that Jupyter would find, and what keeps it from being used.
///
/// @param name by which notebooks ask for it
/// @param spec its kernelspec; null if that can't be read
/// @param problem what is wrong with it; null if nothing is
record InstalledKernel(String name, @Nullable KernelSpec spec, @Nullable String problem) {
  /// All of them, by name; with the ipykernel of the `python3` on the path, as long as no
  /// kernelspec takes that name.
  static List<InstalledKernel> all(KernelSpecs specs, Programs programs) {
    List<InstalledKernel> kernels = new ArrayList<>();
    Map<String, KernelSpec> found = specs.all();
    Map<String, String> broken = specs.broken();
    found.values().forEach(spec -> kernels.add(of(spec, programs)));
    broken.forEach((name, problem) -> kernels.add(new InstalledKernel(name, null, problem)));
    if (!found.containsKey("python3") && !broken.containsKey("python3")) {
      try {
        kernels.add(of(specs.find("python3"), programs));
      } catch (KernelException.NotFound e) {
        // a machine without Python
      }
    }
    kernels.sort(Comparator.comparing(InstalledKernel::name));
    return kernels;
  }

  private static InstalledKernel of(KernelSpec spec, Programs programs) {
    String command = spec.argv().getFirst();
    String problem =
        programs.find(command).isPresent() || spec.env().containsKey("PATH")
            ? null
            : "its command %s is not %s"
                .formatted(command, command.contains("/") ? "there" : "on PATH");
    return new InstalledKernel(spec.name(), spec, problem);
  }

  boolean isUsable() {
    return problem == null;
  }
}
