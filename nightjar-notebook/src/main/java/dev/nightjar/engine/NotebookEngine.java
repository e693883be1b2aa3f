package dev.nightjar.engine;

import dev.nightjar.engine.ExecutionEngine.Outcome;
import dev.nightjar.kernel.KeptKernel;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.kernel.KernelSpec;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.notebook.parameters.InjectedParameters;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.notebook.parameters.PathTemplate;
import dev.nightjar.storage.NotebookStorage;
import dev.nightjar.storage.NotebookStorages;
import dev.nightjar.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs notebooks from request to result: reads, injects parameters, executes, marks a failure,
/// saves. Equivalent in purpose to papermill's `execute_notebook`. Thread-safe.
public final class NotebookEngine {
  /// What notebooks that we were the first to run say in `metadata.papermill.version`.
  public static final String VERSION = "0.1.0";

  private final NotebookStorages storages;
  private final Function<String, KernelSpec> specs;
  private final Kernels kernels;
  private final Clock clock;

  /// @param storages where notebooks are read and written
  /// @param specs finds the kernel of a run that is resumed, by its name
  /// @param kernels starts them
  /// @param clock tells the times in metadata and path templates
  public NotebookEngine(
      NotebookStorages storages, Function<String, KernelSpec> specs, Kernels kernels, Clock clock) {
    this.storages = storages;
    this.specs = specs;
    this.kernels = kernels;
    this.clock = clock;
  }

  /// Runs what the request asks for.
  ///
  /// @throws NotebookException if notebook or parameters can't be used; nothing was written
  /// @throws StorageException if something can't be read or written
  /// @throws KernelException if the kernel can't be found or started; the output was saved
  public NotebookResult run(
      NotebookRequest request, RunListener listener, Cancellation cancellation) {
    Paths paths = paths(request);
    String input = paths.input();
    String output = paths.output();
    listener.pathsExpanded(input, output);
    ExecutionOptions execution = request.execution();
    if (execution != null && execution.directory() != null) {
      checkDirectory(execution.directory());
    }
    Notebook notebook = prepare(request, input, output, listener);
    if (execution == null) {
      try (NotebookWriter writer = writer(notebook, output, false)) {
        writer.end(false);
      }
      return new NotebookResult.Prepared(notebook);
    }
    String kernelName = InjectedParameters.kernelName(notebook, request.preparation().kernelName());
    Job job = new Job(notebook, output, kernelName, request.preparation().engine(), 0, kernels);
    return execute(job, execution, listener, cancellation);
  }

  private record Paths(String input, @Nullable String output) {}

  /// The paths of the request, expanded as those of one run. Plain ones are not kept waiting for
  /// the source of random ids and the time zones.
  private Paths paths(NotebookRequest request) {
    String input = request.input();
    String output = request.output();
    if (PathTemplate.isPlain(input) && (output == null || PathTemplate.isPlain(output))) {
      return new Paths(input, output);
    }
    PathTemplate.Builtins builtins = builtins(clock);
    return new Paths(
        PathTemplate.expand(input, request.parameters(), builtins),
        output == null ? null : PathTemplate.expand(output, request.parameters(), builtins));
  }

  private static void checkDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new NotebookException(
          "The working directory '%s' doesn't exist. Make it first, or choose another."
              .formatted(directory));
    }
  }

  /// Goes on where the run that wrote `stopped` stopped: in the kernel that it left, from the first
  /// cell that did not finish. Where no kernel is left, says so to the listener and runs everything
  /// again.
  ///
  /// @param output where the notebook is saved, such as `stopped` itself
  /// @param kernelName used if everything runs again; null for the notebook's own
  /// @throws StorageException if `stopped` can't be read
  public NotebookResult resume(
      String stopped,
      String output,
      @Nullable String kernelName,
      ExecutionOptions options,
      RunListener listener,
      Cancellation cancellation) {
    Path file =
        storages
            .of(stopped)
            .file(stopped)
            .orElseThrow(
                () ->
                    new NotebookException(
                        "'%s' is no file; only runs with a file as output can be resumed."
                            .formatted(stopped)));
    listener.pathsExpanded(stopped, output);
    Notebook notebook = load(stopped);
    RunMetadata.complete(notebook, VERSION);
    RunMetadata.of(notebook).put("output_path", output);
    FailureMarkers.remove(notebook);
    Optional<KeptRun> kept = KeptRun.read(file);
    Optional<KeptKernel> kernel =
        kept.flatMap(
            k ->
                KeptKernel.find(
                    specs.apply(k.kernelName()), k.connectionFile(), k.pid(), k.keep()));
    if (kept.isEmpty() || kernel.isEmpty()) {
      KeptRun.delete(file);
      listener.warned(
          "No kernel is left of the run that wrote %s: all cells run again, from the top."
              .formatted(stopped));
      String name = InjectedParameters.kernelName(notebook, kernelName);
      return execute(
          new Job(notebook, output, name, null, 0, kernels), options, listener, cancellation);
    }
    int first = firstUnfinished(notebook, kept.get());
    if (first < notebook.cells().size() && kept.get().nextCell() == null) {
      // whatever its status: that it began may not have been saved any more
      listener.warned(
          "Cell %d was running when its run was killed: it is interrupted, and runs again."
              .formatted(first + 1));
      kernel.get().interrupt();
    }
    Duration keep = options.keepKernel().isZero() ? kept.get().keep() : options.keepKernel();
    Job job = new Job(notebook, output, kept.get().kernelName(), null, first, _ -> kernel.get());
    NotebookResult result = execute(job, options.keepingKernel(keep), listener, cancellation);
    if (!output.equals(stopped)) {
      KeptRun.delete(file); // what is kept now, if anything, is noted beside the output
    }
    return result;
  }

  private static int firstUnfinished(Notebook notebook, KeptRun kept) {
    List<Cell> cells = notebook.cells();
    for (int i = 0; i < cells.size(); i++) {
      boolean completed =
          RunMetadata.of(cells.get(i)).path("status").asString("").equals("completed");
      if (kept.nextCell() == null ? !completed : cells.get(i).id().equals(kept.nextCell())) {
        return i;
      }
    }
    return cells.size();
  }

  /// The notebook at `uri`, with the cells that a killed run left beside it.
  ///
  /// @throws NotebookException if it is not a notebook
  /// @throws StorageException if it can't be read
  public Notebook load(String uri) {
    NotebookStorage storage = storages.of(uri);
    Notebook notebook = NotebookFormat.read(storage.read(uri), uri);
    Optional<Path> file = storage.file(uri);
    if (file.isPresent()) {
      try {
        Journal.restore(file.get(), notebook);
      } catch (IOException e) {
        throw new StorageException(
            "The journal of '%s' can't be read: %s".formatted(uri, e.getMessage()), e);
      }
    }
    return notebook;
  }

  /// The path that `template` gives with these parameters.
  ///
  /// @throws NotebookException if a parameter is missing or can't be formatted so
  public static String expand(String template, Parameters parameters, Clock clock) {
    return PathTemplate.isPlain(template)
        ? template
        : PathTemplate.expand(template, parameters, builtins(clock));
  }

  private static PathTemplate.Builtins builtins(Clock clock) {
    Instant now = clock.instant();
    return new PathTemplate.Builtins(
        UUID.randomUUID().toString(),
        LocalDateTime.ofInstant(now, ZoneId.systemDefault()),
        LocalDateTime.ofInstant(now, ZoneOffset.UTC));
  }

  private Notebook prepare(
      NotebookRequest request, String input, @Nullable String output, RunListener listener) {
    NotebookRequest.Preparation preparation = request.preparation();
    Notebook notebook = load(input);
    RunMetadata.complete(notebook, VERSION);
    if (!request.parameters().isEmpty()) {
      var options =
          new InjectedParameters.Options(
              preparation.reportMode(),
              preparation.kernelName(),
              preparation.language(),
              "Parameters");
      InjectedParameters.inject(notebook, request.parameters(), options, listener::warned);
    }
    RunMetadata.of(notebook).put("input_path", input).put("output_path", output);
    if (preparation.reportMode()) {
      InjectedParameters.hideSources(notebook);
    }
    FailureMarkers.remove(notebook);
    return notebook;
  }

  private NotebookWriter writer(Notebook notebook, @Nullable String output, boolean savesOnTheWay) {
    return new NotebookWriter(
        notebook, output, storages.of(output == null ? "" : output), savesOnTheWay);
  }

  /// What is executed, and where.
  private record Job(
      Notebook notebook,
      @Nullable String output,
      String kernelName,
      @Nullable String engine,
      int firstCell,
      Kernels kernels) {}

  private NotebookResult execute(
      Job job, ExecutionOptions options, RunListener listener, Cancellation cancellation) {
    ExecutionEngine engine = engine(job);
    Notebook notebook = job.notebook();
    try (NotebookWriter writer = writer(notebook, job.output(), options.saving().eachCell())) {
      NotebookRun run =
          new NotebookRun(
              notebook,
              job.kernelName(),
              job.firstCell(),
              options,
              cancellation,
              new NotebookRun.Telling(listener, writer, clock));
      Outcome outcome;
      try {
        outcome = engine.execute(run);
      } catch (KernelException | NotebookException e) {
        stopped(run, writer, options);
        throw e;
      }
      return switch (outcome) {
        case Outcome.Finished _ -> {
          run.end(false);
          Optional<CellFailure> failure = FailureMarkers.find(notebook);
          CellFailure marked =
              failure
                  .map(f -> options.failureMarkers() ? FailureMarkers.insert(notebook, f) : f)
                  .orElse(null);
          // what another engine forgot to tell of is saved nevertheless
          writer.end(marked == null && engine instanceof KernelExecution);
          yield marked == null
              ? new NotebookResult.Completed(notebook)
              : new NotebookResult.Failed(notebook, marked);
        }
        case Outcome.TimedOut(int index) -> {
          stopped(run, writer, options);
          Duration limit = options.cellTimeout();
          yield new NotebookResult.TimedOut(notebook, index, limit == null ? Duration.ZERO : limit);
        }
        case Outcome.KernelDied(int index, String how) -> {
          stopped(run, writer, options);
          yield new NotebookResult.KernelDied(notebook, index, how);
        }
        case Outcome.Cancelled _ -> {
          stopped(run, writer, options);
          yield new NotebookResult.Cancelled(notebook);
        }
      };
    }
  }

  /// As in papermill, a run that was cut short leaves a file only if it saves on the way.
  private static void stopped(NotebookRun run, NotebookWriter writer, ExecutionOptions options) {
    run.end(true);
    if (options.saving().eachCell()) {
      writer.end(false);
    }
  }

  /// Others are searched for only if one is asked for: the search opens every jar.
  private static ExecutionEngine engine(Job job) {
    ExecutionEngine builtIn = new KernelExecution(job.kernels());
    if (job.engine() == null || job.engine().equals(builtIn.name())) {
      return builtIn;
    }
    List<ExecutionEngine> engines = new ArrayList<>(List.of(builtIn));
    ServiceLoader.load(ExecutionEngine.class).forEach(engines::add);
    return engines.stream()
        .filter(engine -> engine.name().equals(job.engine()))
        .findFirst()
        .orElseThrow(
            () ->
                new NotebookException(
                    "No engine named '%s' found. There %s."
                        .formatted(
                            job.engine(),
                            engines.size() == 1
                                ? "is only nbclient, the built-in one"
                                : "are "
                                    + String.join(
                                        ", ",
                                        engines.stream().map(ExecutionEngine::name).toList()))));
  }
}
