package dev.nightjar.airflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The import shim for Airflow files, which runs in the user's Python.
///
/// @param python starts the user's Python
/// @param home the shim's folder
public record Shim(List<String> python, Path home) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONGEST_PROBLEM = 2_000;

  /// Where what runs in it may ask for variables and connections.
  ///
  /// @param url empty if this process listens to nobody
  public record Api(String url, String token) {}

  /// What came of an order.
  ///
  /// @param said what it printed
  /// @param outcome as the shim's README describes it
  record Done(String said, JsonNode outcome) {}

  public Shim {
    python = List.copyOf(python);
  }

  /// Runs one of its commands to its end; no variable of ours gets there.
  ///
  /// @param what it does, for messages
  /// @param patience how long that may take
  /// @return what it said
  /// @throws DagFileException if it can't be started, fails, or takes too long
  String run(String what, List<String> arguments, String input, Duration patience)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("nightjar-shim-", ".log");
    try {
      Process process = start(arguments, said);
      try {
        try (var in = process.getOutputStream()) {
          in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
          throw new DagFileException("%s took longer than %s".formatted(what, patience));
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String words = Files.readString(said).strip();
      if (process.exitValue() != 0) {
        throw new DagFileException(
            "the shim ended with %d: %s".formatted(process.exitValue(), end(words)));
      }
      return words;
    } finally {
      Files.delete(said);
    }
  }

  /// Carries out an order, as the shim's README describes it. A failed task is an outcome.
  ///
  /// @param what it does, for messages
  /// @param patience how long that may take
  /// @throws DagFileException if the shim can't be run, or takes too long
  Done carryOut(String what, Map<String, Object> order, Duration patience)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("nightjar-order-", ".json");
    Path outcome = Files.createTempFile("nightjar-outcome-", ".json");
    try {
      Files.writeString(file, JSON.writeValueAsString(order));
      String said = run(what, List.of("run", file.toString(), outcome.toString()), "", patience);
      return new Done(said, JSON.readTree(Files.readString(outcome)));
    } finally {
      Files.delete(file);
      Files.delete(outcome);
    }
  }

  private Process start(List<String> arguments, Path said) {
    List<String> line = new ArrayList<>(python);
    line.add(home.resolve("nightjar_dag.py").toString());
    line.addAll(arguments);
    var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("NIGHTJAR_"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new DagFileException(
          "%s can't be started for Airflow files: set airflow.python to a Python"
              .formatted(python.getFirst()));
    }
  }

  /// The last of what it said.
  static String end(String words) {
    return words.substring(Math.max(0, words.length() - LONGEST_PROBLEM));
  }
}
