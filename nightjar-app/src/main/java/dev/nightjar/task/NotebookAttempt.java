package dev.nightjar.task;

import dev.nightjar.engine.Cancellation;
import dev.nightjar.engine.CellFailure;
import dev.nightjar.engine.NotebookResult;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.storage.StorageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One run of a notebook in the folder of an attempt.
final class NotebookAttempt {
  private final TaskOrder order;
  private final AttemptFiles files;
  private final Map<String, String> variables;
  private final PrintStream log;
  private final Clock clock;
  private final Path input;
  private final Path output;
  private final Exports exports;
  private Map<String, JsonNode> values = new LinkedHashMap<>();
  private @Nullable SideFiles sideFiles;
  private @Nullable Notebook executed;

  NotebookAttempt(
      TaskOrder order,
      AttemptFiles files,
      Map<String, String> variables,
      PrintStream log,
      Clock clock) {
    this.order = order;
    this.files = files;
    this.variables = variables;
    this.log = log;
    this.clock = clock;
    this.input = files.input().resolve(order.notebook().file());
    String name = OutputName.of(order, clock.instant(), clock.getZone());
    this.exports = new Exports(order.notebook().formats(), files.outputs(), name, variables, log);
    this.output = exports.notebook();
  }

  /// Runs it, and makes the outputs.
  ///
  /// @throws NotebookException if notebook, parameters or formats can't be used
  AttemptEnd run(AttemptWatch watch, Cancellation cancellation) throws InterruptedException {
    exports.check();
    Notebook notebook = handedIn();
    KernelChoice kernel = KernelChoice.of(notebook, order.notebook().environment(), variables);
    if (kernel.note() != null) {
      log.println(kernel.note());
    }
    if (order.notebook().folder() == null) {
      sideFiles = new SideFiles(files.working());
    }
    var progress = new Progress(files, files.relative(output), clock, watch::wake);
    watch.start(progress);
    NotebookResult result =
        new NotebookExecution(order, files, input, output, variables, log, clock)
            .run(notebook, kernel, new AttemptListener(log, watch, progress), cancellation);
    executed = result.notebook();
    progress.ending();
    values = RecordedValues.of(result.notebook(), log);
    AttemptEnd end = end(result, watch);
    if (end instanceof AttemptEnd.Succeeded || result instanceof NotebookResult.Failed) {
      end = export(result.notebook(), end, watch);
    }
    if (end instanceof AttemptEnd.Succeeded) {
      end = produced();
    }
    progress.ended();
    return end;
  }

  /// A run that went well fails if an output that was asked for can't be had; one that failed
  /// already keeps its reason.
  private AttemptEnd export(Notebook executed, AttemptEnd end, AttemptWatch watch)
      throws InterruptedException {
    try {
      exports.make(executed, () -> watch.end().isPresent());
      return end;
    } catch (NotebookException | StorageException e) {
      log.println(e.getMessage());
      return end instanceof AttemptEnd.Succeeded
          ? new AttemptEnd.Failed(String.valueOf(e.getMessage()), null)
          : end;
    }
  }

  /// Looks for the files that it was to make, and notes where they are.
  private AttemptEnd produced() {
    for (Path file : order.produces()) {
      if (!Files.exists(file)) {
        return new AttemptEnd.Failed(
            "It said to produce %s, but it is not there.".formatted(file), null);
      }
    }
    if (!order.produces().isEmpty()) {
      ArrayNode paths = JsonNodeFactory.instance.arrayNode();
      order.produces().forEach(file -> paths.add(file.toString()));
      values.put("produces", paths);
    }
    return new AttemptEnd.Succeeded();
  }

  /// The notebook, of which a copy is kept as it was handed in.
  private Notebook handedIn() {
    Path file = files.working().resolve(order.notebook().file());
    try {
      Files.createDirectories(files.outputs());
      Files.createDirectories(input.getParent());
      Files.copy(file, input);
      return NotebookFormat.read(Files.readAllBytes(input), order.notebook().file());
    } catch (IOException e) {
      throw new NotebookException("%s can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static AttemptEnd end(NotebookResult result, AttemptWatch watch) {
    if (result instanceof NotebookResult.KernelDied) {
      watch.kernelDied();
    }
    Optional<AttemptEnd> ended = watch.end();
    return switch (result) {
      case NotebookResult.Completed _, NotebookResult.Prepared _ -> new AttemptEnd.Succeeded();
      case NotebookResult.Failed(_, CellFailure failure) ->
          ended.orElseGet(() -> FailureReport.of(failure));
      case NotebookResult.KernelDied(Notebook notebook, int index, String how) ->
          ended.orElseGet(
              () ->
                  new AttemptEnd.Failed(
                      "The kernel died in cell %d: %s".formatted(index + 1, how),
                      notebook.cells().get(index).source()));
      case NotebookResult.TimedOut(_, _, var limit) ->
          ended.orElseGet(() -> new AttemptEnd.TimedOut(limit));
      case NotebookResult.Cancelled _ ->
          ended.orElseGet(() -> new AttemptEnd.Stopped("It was stopped."));
    };
  }

  /// Adds what there is to say of the notebook to the outcome.
  void describe(ObjectNode outcome, ArrayNode artifacts) {
    if (Files.isRegularFile(output)) {
      outcome.put("notebook", files.relative(output));
    }
    RecordedValues.write(values, outcome.putArray("values"));
    if (executed != null) {
      KeptKernel.left(executed, output, clock.instant())
          .ifPresent(kept -> outcome.set("kept_kernel", kept.toJson()));
    }
    exports
        .made()
        .forEach((format, file) -> Artifacts.add(artifacts, files, "output", format, file));
    Artifacts.add(artifacts, files, "input", "ipynb", input);
    if (sideFiles != null) {
      sideFiles
          .written(order.notebook().file())
          .forEach(file -> Artifacts.add(artifacts, files, "file", Artifacts.format(file), file));
    }
  }
}
