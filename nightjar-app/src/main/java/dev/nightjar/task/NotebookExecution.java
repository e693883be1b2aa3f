package dev.nightjar.task;

import dev.nightjar.engine.Cancellation;
import dev.nightjar.engine.ExecutionOptions;
import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.engine.NotebookResult;
import dev.nightjar.engine.ProvisionedKernels;
import dev.nightjar.engine.RunListener;
import dev.nightjar.kernel.KernelProvisioner.Surroundings;
import dev.nightjar.kernel.KernelSpecs;
import dev.nightjar.kernel.LocalKernelProvisioner;
import dev.nightjar.kernel.WarmKernels;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.storage.FileReplacement;
import dev.nightjar.storage.NotebookStorages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// The cells of an attempt's notebook on their way through a kernel: all of them, or those that an
/// earlier attempt did not come to.
///
/// @param input the notebook as it was handed in
/// @param output where it is saved
/// @param variables for the kernel
/// @param log hears where it begins
record NotebookExecution(
    TaskOrder order,
    AttemptFiles files,
    Path input,
    Path output,
    Map<String, String> variables,
    PrintStream log,
    Clock clock) {

  /// Goes on where an earlier attempt stopped, if it is to and can. Else it begins at the top, and
  /// kernels that are left of earlier attempts end.
  ///
  /// @param notebook what the input holds
  NotebookResult run(
      Notebook notebook, KernelChoice kernel, RunListener listener, Cancellation cancellation) {
    NotebookEngine engine = engine(kernel);
    KeptKernels earlier = KeptKernels.before(files);
    if (order.notebook().resumes()) {
      Optional<Path> stopped = earlier.newest();
      if (stopped.isPresent()) {
        log.println("It goes on where an earlier attempt stopped, in the kernel that was kept.");
        return engine.resume(
            stopped.get().toString(),
            output.toString(),
            kernel.spec().name(),
            options(),
            listener,
            cancellation);
      }
      log.println("No kernel is left of an earlier attempt: all cells run again, from the top.");
    }
    earlier.end();
    return engine.run(request(notebook, kernel), listener, cancellation);
  }

  private NotebookRequest request(Notebook notebook, KernelChoice kernel) {
    Path from = input;
    Parameters parameters = order.parameters();
    if (order.notebook().verbatim()) {
      from = files.folder().resolve("prepared").resolve(order.notebook().file());
      VerbatimParameters.inject(notebook, parameters);
      parameters = Parameters.empty();
      write(notebook, from);
    }
    return NotebookRequest.of(literally(from), literally(output))
        .with(parameters)
        .with(new NotebookRequest.Preparation(false, kernel.spec().name(), null, null))
        .with(options());
  }

  private ExecutionOptions options() {
    return ExecutionOptions.DEFAULT
        .in(working())
        .markingFailures(false)
        .keepingKernel(order.limits().keepKernel());
  }

  private static void write(Notebook notebook, Path file) {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new NotebookException("%s can't be made: %s".formatted(file, e.getMessage()), e);
    }
    FileReplacement.write(file, file.toString(), out -> NotebookFormat.write(notebook, out));
  }

  /// Where the kernel works.
  private Path working() {
    Path folder = order.notebook().folder();
    return folder == null ? files.working() : folder;
  }

  /// The engine takes paths for templates.
  private static String literally(Path path) {
    return path.toString().replace("{", "{{").replace("}", "}}");
  }

  private NotebookEngine engine(KernelChoice kernel) {
    KernelSpecs specs = new KernelSpecs(variables);
    var kernels =
        new ProvisionedKernels(
            _ -> kernel.spec(),
            new WarmKernels(specs.warmDirectory(), new LocalKernelProvisioner()),
            new Surroundings(working(), variables, specs.runtimeDirectory(), false));
    return new NotebookEngine(new NotebookStorages(working()), _ -> kernel.spec(), kernels, clock);
  }
}
