package dev.nightjar.airflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The import shim for Airflow files, which runs in the user's Python.
///
/// @param python starts the user's Python
/// @param home the shim's folder
public record Shim(List<String> python, Path home) {
  private static final int LONGEST_PROBLEM = 2_000;

  /// Where what runs in it may ask for variables and connections.
  public record Api(String url, String token) {}

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
