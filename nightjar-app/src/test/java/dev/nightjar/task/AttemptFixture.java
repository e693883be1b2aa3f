package dev.nightjar.task;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.executor.local.LocalExecutor;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Attempts by the real program in processes of its own, below a folder of a test.
final class AttemptFixture {
  static final Instant CREATED = Instant.parse("2026-11-21T12:46:11Z");

  private final Path root;
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private List<String> formats = List.of("ipynb");
  private String outputName = NotebookWork.DEFAULT_OUTPUT_NAME;
  private @Nullable String environment;
  private boolean verbatim = true;
  private Limits limits = Limits.NONE;
  private String path = "NO_PATH=";

  AttemptFixture(Path root) {
    this.root = root;
  }

  /// How `nightjar` is started here.
  static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "dev.nightjar.app.Main");
  }

  /// Attempts have this program on their path.
  AttemptFixture withProgram(String name, String script) throws IOException {
    Path bin = Files.createDirectories(root.resolve("bin"));
    Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script);
    if (!bin.resolve(name).toFile().setExecutable(true)) {
      throw new IOException("can't make a program in " + bin);
    }
    path = "PATH=%s:%s".formatted(bin, System.getenv("PATH"));
    return this;
  }

  AttemptFixture with(String parameter, Object value) {
    parameters.put(parameter, value);
    return this;
  }

  AttemptFixture typed() {
    verbatim = false;
    return this;
  }

  AttemptFixture formats(String... wanted) {
    formats = List.of(wanted);
    return this;
  }

  AttemptFixture named(String template) {
    outputName = template;
    return this;
  }

  AttemptFixture in(String wanted) {
    environment = wanted;
    return this;
  }

  AttemptFixture within(Limits wanted) {
    limits = wanted;
    return this;
  }

  /// The notebook of all attempts, `a.ipynb`, with these code cells.
  AttemptFixture notebook(String... sources) throws IOException {
    return notebookOf("python3", "python", sources);
  }

  AttemptFixture notebookOf(String kernel, String language, String... sources) throws IOException {
    ObjectNode metadata = Json.object();
    metadata.putObject("kernelspec").put("name", kernel).put("language", language);
    Path folder = Files.createDirectories(root.resolve("snapshots/s1"));
    try (var out = Files.newOutputStream(folder.resolve("a.ipynb"))) {
      List<Cell> cells = new ArrayList<>(Arrays.stream(sources).map(Cell::code).toList());
      NotebookFormat.write(new Notebook(cells, metadata), out);
    }
    return this;
  }

  AttemptOrder order(int number) {
    var work =
        new NotebookWork(
            "a.ipynb", environment, Map.of(), verbatim, formats, outputName, false, null);
    var task =
        new Task(
            "notebook",
            work,
            List.of(),
            TriggerRule.ALL_SUCCESS,
            Retry.NONE,
            limits,
            Placement.LOCAL);
    return new AttemptOrder(
        new TaskRunKey("019a1b2c-run", "notebook"),
        1,
        number,
        "my run",
        CREATED,
        task,
        parameters,
        "snapshots/s1");
  }

  LocalExecutor executor() {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", path));
    command.addAll(command());
    return new LocalExecutor(LocalExecutor.Programs.notebooks(command), root);
  }

  TaskHandle submit() {
    return executor().submit(order(1));
  }

  Ending run() throws InterruptedException {
    return submit().await();
  }

  Path folder(int number) {
    return root.resolve(order(number).folder());
  }

  Path folder() {
    return folder(1);
  }

  /// The output that an ending tells of.
  Path output(Ending ending, String format) {
    return ending.artifacts().stream()
        .filter(artifact -> artifact.kind() == Artifact.Kind.OUTPUT)
        .filter(artifact -> artifact.format().equals(format))
        .map(artifact -> folder().resolve(artifact.path()))
        .findFirst()
        .orElseThrow();
  }

  Notebook read(Path file) throws IOException {
    return NotebookFormat.read(Files.readAllBytes(file), file.toString());
  }

  JsonNode json(String name) throws IOException {
    return Json.parse(Files.readAllBytes(folder().resolve(name)));
  }

  /// Waits until the notebook has made a file in its working folder.
  Path awaitFile(String name) throws IOException, InterruptedException {
    Path folder = folder().resolve("files");
    Path file = folder.resolve(name);
    try (var watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!Files.exists(file)) {
        if (System.nanoTime() > end) {
          throw new AssertionError(
              name + " was not made; log:\n" + Files.readString(folder().resolve("log.txt")));
        }
        var key = watch.poll(1, TimeUnit.SECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
      }
    }
    return file;
  }
}
