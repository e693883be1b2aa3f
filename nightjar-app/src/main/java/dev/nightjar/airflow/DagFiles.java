package dev.nightjar.airflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads DAG files: the shim runs each in the user's Python and tells what DAGs came out. Blocks
/// while it does.
public final class DagFiles {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int LONGEST_PROBLEM = 2_000;

  private final List<String> python;
  private final Path shim;
  private final Path folder;

  /// @param python starts the user's Python
  /// @param shim the folder of the import shim
  /// @param folder of the DAG files
  public DagFiles(List<String> python, Path shim, Path folder) {
    this.python = List.copyOf(python);
    this.shim = shim;
    this.folder = folder;
  }

  /// What the shim says of these files, in their order; each line is described in its README.
  ///
  /// @throws DagFileException if the shim itself can't be run
  public List<JsonNode> load(List<Path> files) throws InterruptedException {
    if (files.isEmpty()) {
      return List.of();
    }
    try {
      Path out = Files.createTempFile("nightjar-dags-", ".jsonl");
      Path said = Files.createTempFile("nightjar-dags-", ".log");
      try {
        run(files, out, said);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
          lines.add(JSON.readTree(line));
        }
        return lines;
      } finally {
        Files.delete(out);
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JacksonException e) {
      throw new DagFileException("what the shim wrote is no JSON: " + e.getOriginalMessage());
    }
  }

  private void run(List<Path> files, Path out, Path said) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(python);
    line.addAll(
        List.of(
            shim.resolve("nightjar_dag.py").toString(),
            "load",
            "--folder",
            folder.toString(),
            "--out",
            out.toString()));
    var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("NIGHTJAR_"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new DagFileException(
          "%s can't be started to read Airflow files: set airflow.python to a Python"
              .formatted(python.getFirst()));
    }
    String list = files.stream().map(file -> file + "\n").collect(Collectors.joining());
    try (var in = process.getOutputStream()) {
      in.write(list.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new DagFileException("reading Airflow files took longer than " + PATIENCE);
    }
    if (process.exitValue() != 0) {
      String words = Files.readString(said).strip();
      throw new DagFileException(
          "the shim ended with %d: %s"
              .formatted(
                  process.exitValue(),
                  words.substring(Math.max(0, words.length() - LONGEST_PROBLEM))));
    }
  }
}
