package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import dev.nightjar.kernel.Kernel;
import dev.nightjar.kernel.KernelClient;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.kernel.KernelProvisioner.Surroundings;
import dev.nightjar.kernel.KernelSpec;
import dev.nightjar.kernel.KernelSpecs;
import dev.nightjar.kernel.LocalKernelProvisioner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Looks at the kernels, and at what the usual ones need.
///
/// @param environment our surroundings
/// @param specs tells what kernels there are
/// @param starts whether each kernel is started for real
record KernelCheckup(Environment environment, KernelSpecs specs, boolean starts) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(5);

  List<Check> languages() {
    return List.of(python(), r());
  }

  List<Check> kernels() {
    List<Check> checks = new ArrayList<>();
    for (InstalledKernel kernel : InstalledKernel.all(specs, new Programs(environment))) {
      checks.add(check(kernel));
    }
    if (checks.isEmpty()) {
      checks.add(Check.problem("Kernels", "none", Remedies.NO_KERNEL));
    }
    return checks;
  }

  private Check python() {
    Programs programs = new Programs(environment);
    Optional<Path> python = programs.find("python3");
    if (python.isEmpty()) {
      return Check.warning(
          "Python",
          "no python3 on PATH",
          "For notebooks in Python: `apt-get install python3-ipykernel`.");
    }
    String script =
        "import sys; print('%d.%d.%d' % sys.version_info[:3]); import ipykernel; print(ipykernel.__version__)";
    return programs
        .output(python.get(), "-c", script)
        .map(
            versions ->
                Check.ok(
                    "Python",
                    "%s: Python %s with ipykernel %s"
                        .formatted(
                            python.get(),
                            versions.lines().findFirst().orElse("?"),
                            last(versions))))
        .orElseGet(
            () ->
                Check.warning(
                    "Python",
                    python.get()
                        + " can't import ipykernel; kernels of other Pythons are listed below",
                    "`%s -m pip install ipykernel`, or `apt-get install python3-ipykernel`."
                        .formatted(python.get())));
  }

  private Check r() {
    Programs programs = new Programs(environment);
    Optional<Path> rscript = programs.find("Rscript");
    if (rscript.isEmpty()) {
      return Check.warning(
          "R", "no Rscript on PATH", "For notebooks in R: `apt-get install r-cran-irkernel`.");
    }
    String script =
        "cat(as.character(getRversion()), as.character(packageVersion('IRkernel')), sep='\\n')";
    return programs
        .output(rscript.get(), "-e", script)
        .map(
            versions ->
                Check.ok(
                    "R",
                    "%s: R %s with IRkernel %s"
                        .formatted(
                            rscript.get(),
                            versions.lines().findFirst().orElse("?"),
                            last(versions))))
        .orElseGet(
            () ->
                Check.warning(
                    "R",
                    rscript.get() + " has no IRkernel",
                    "`apt-get install r-cran-irkernel`, or in R: install.packages('IRkernel');"
                        + " IRkernel::installspec()."));
  }

  private static String last(String lines) {
    return lines.lines().reduce((_, line) -> line).orElse("?");
  }

  private Check check(InstalledKernel kernel) {
    String name = "Kernel " + kernel.name();
    KernelSpec spec = kernel.spec();
    if (spec == null || kernel.problem() != null) {
      return Check.problem(
          name,
          "%s%s"
              .formatted(kernel.problem(), spec == null ? "" : " (%s)".formatted(spec.directory())),
          "Install it again, or remove its directory.");
    }
    String found = "%s (%s) in %s".formatted(spec.displayName(), spec.language(), spec.directory());
    return starts ? started(name, spec, found) : Check.ok(name, found);
  }

  private Check started(String name, KernelSpec spec, String found) {
    long start = System.nanoTime();
    var surroundings =
        new Surroundings(
            environment.directory(), environment.variables(), specs.runtimeDirectory(), false);
    try (Kernel kernel = new LocalKernelProvisioner().start(spec, surroundings);
        KernelClient client = KernelClient.connect(kernel, PATIENCE, _ -> {})) {
      double seconds = (System.nanoTime() - start) / 1e9;
      client.shutdown(GRACE);
      return Check.ok(name, found + String.format(Locale.ROOT, ", answers after %.2f s", seconds));
    } catch (KernelException e) {
      return Check.problem(
          name,
          "%s, doesn't start: %s".formatted(found, e.getMessage()),
          "Run its command by hand to see why: %s".formatted(String.join(" ", spec.argv())));
    }
  }
}
