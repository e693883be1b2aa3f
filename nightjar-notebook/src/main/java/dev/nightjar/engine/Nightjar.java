package dev.nightjar.engine;

import dev.nightjar.kernel.KernelProvisioner.Surroundings;
import dev.nightjar.kernel.KernelSpecs;
import dev.nightjar.kernel.LocalKernelProvisioner;
import dev.nightjar.kernel.WarmKernels;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.parameters.InjectedParameters;
import dev.nightjar.notebook.parameters.ParameterInspection;
import dev.nightjar.notebook.parameters.ParameterInspection.Inferred;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.storage.NotebookStorages;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The library's front door: runs, inspects and parameterizes notebooks with local kernels. Does
/// for Java what papermill's `execute_notebook`, `inspect_notebook` and `parameterize_notebook` do
/// for Python.
///
/// ```java
/// var nightjar = new Nightjar(System.getenv(), Path.of("").toAbsolutePath());
/// var parameters = Parameters.empty().with("alpha", ParameterValue.of(0.6));
/// switch (nightjar.run(NotebookRequest.of("in.ipynb", "out.ipynb").with(parameters))) {
///   case NotebookResult.Completed _ -> System.out.println("done");
///   case NotebookResult.Failed(_, var failure) -> System.err.println(failure.evalue());
///   case NotebookResult other -> System.err.println(other);
/// }
/// ```
///
/// Thread-safe: one instance can run many notebooks side by side, each with a kernel of its own.
public final class Nightjar {
  private final NotebookEngine engine;

  /// @param environment the variables for kernels, which also say where Jupyter keeps kernelspecs;
  ///     usually `System.getenv()`
  /// @param directory where relative paths start, and kernels work unless a request says otherwise;
  ///     absolute
  public Nightjar(Map<String, String> environment, Path directory) {
    KernelSpecs specs = new KernelSpecs(environment);
    WarmKernels kernels = new WarmKernels(specs.warmDirectory(), new LocalKernelProvisioner());
    this.engine =
        new NotebookEngine(
            new NotebookStorages(directory),
            specs::find,
            new ProvisionedKernels(
                specs::find,
                kernels,
                new Surroundings(directory, environment, specs.runtimeDirectory(), false)),
            Clock.systemUTC());
  }

  /// Runs a notebook, and blocks until it has ended.
  ///
  /// @return how it ended; a cell that fails is a result
  /// @throws dev.nightjar.notebook.NotebookException if notebook or parameters can't be used
  /// @throws dev.nightjar.storage.StorageException if something can't be read or written
  /// @throws dev.nightjar.kernel.KernelException if the kernel can't be found or started
  public NotebookResult run(NotebookRequest request) {
    return run(request, RunListener.NONE, new Cancellation());
  }

  /// Runs a notebook as [#run(NotebookRequest)] does.
  ///
  /// @param listener hears of cells and outputs, on the calling thread
  /// @param cancellation stops the run from another thread
  public NotebookResult run(
      NotebookRequest request, RunListener listener, Cancellation cancellation) {
    return engine.run(request, listener, cancellation);
  }

  /// The notebook at `path`, in format 4.5, with the cells that a killed run left in its journal.
  public Notebook load(String path) {
    return engine.load(path);
  }

  /// The parameters of the notebook at `path`, read from its cell tagged `parameters`; none if no
  /// cell is tagged, or its language can't be understood.
  public List<Inferred> inspect(String path) {
    return ParameterInspection.inspect(load(path), null, null, _ -> {});
  }

  /// The notebook at `path` with the parameters injected, not executed, not saved.
  public Notebook parameterize(String path, Parameters parameters) {
    Notebook notebook = load(path);
    InjectedParameters.inject(notebook, parameters, InjectedParameters.Options.DEFAULT, _ -> {});
    return notebook;
  }
}
