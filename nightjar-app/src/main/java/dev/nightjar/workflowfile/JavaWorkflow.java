package dev.nightjar.workflowfile;

import dev.nightjar.json.Json;
import dev.nightjar.yaml.YamlValue.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Reads a workflow file in Java: a JVM of its own compiles and runs it, so that whatever the file
/// does, the reader goes on. `docs/workflows.md` tells what stands in one.
final class JavaWorkflow {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LONGEST_PROBLEM = 2_000;

  private final Path file;
  private final String name;

  private JavaWorkflow(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  /// Reads a file.
  ///
  /// @param file absolute
  /// @param name how messages and the workflow's source call it
  /// @param folder that it is in
  static WorkflowReading read(Path file, String name, Path folder) {
    return new JavaWorkflow(file, name).read(folder);
  }

  /// Whether a Java file is about workflows: others may lie beside those that are.
  static boolean isMeant(Path file) {
    try {
      return Files.readString(file).contains("dev.nightjar.dsl");
    } catch (IOException e) {
      return true; // who reads it will say why it can't be read
    }
  }

  private WorkflowReading read(Path folder) {
    try {
      Path answer = Files.createTempFile("nightjar-workflow-", ".json");
      Path said = Files.createTempFile("nightjar-workflow-", ".log");
      try {
        Process process = start(answer, said);
        if (!hasEnded(process)) {
          process.destroyForcibly();
          return broken("workflow() did not end within %d s".formatted(PATIENCE.toSeconds()));
        }
        byte[] told = Files.readAllBytes(answer);
        if (process.exitValue() != 0 || told.length == 0) {
          String words = Files.readString(said).strip();
          return broken(
              "its program ended with %d: %s"
                  .formatted(
                      process.exitValue(),
                      words.substring(Math.max(0, words.length() - LONGEST_PROBLEM))));
        }
        return reading(Json.parse(told), folder);
      } finally {
        Files.delete(answer);
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(Path answer, Path said) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                JavaWorkflowProgram.class.getName(),
                file.toString(),
                answer.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    // Those are a server's own, and may hold secrets.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("NIGHTJAR_"));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static boolean hasEnded(Process process) {
    return process
        .onExit()
        .thenApply(_ -> true)
        .completeOnTimeout(false, PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private WorkflowReading broken(String problem) {
    return new WorkflowReading.Broken(List.of(new FileProblem(name, Place.START, problem)));
  }

  private WorkflowReading reading(JsonNode answer, Path folder) {
    JsonNode workflow = answer.path("workflow");
    if (!workflow.isString()) {
      List<FileProblem> problems = new ArrayList<>();
      for (JsonNode one : answer.path("problems")) {
        var place = new Place(one.path("line").asInt(), one.path("column").asInt());
        problems.add(new FileProblem(name, place, one.path("text").asString("")));
      }
      return new WorkflowReading.Broken(problems);
    }
    byte[] yaml = workflow.stringValue().getBytes(StandardCharsets.UTF_8);
    JsonNode lines = answer.path("lines");
    return switch (YamlWorkflow.read(yaml, name, folder)) {
      case WorkflowReading.Broken(var problems) ->
          new WorkflowReading.Broken(
              problems.stream()
                  .map(one -> new FileProblem(one.file(), said(one.place(), lines), one.text()))
                  .toList());
      case WorkflowReading.Read(var read) ->
          new WorkflowReading.Read(
              new WorkflowFile(
                  read.workflow(),
                  read.intervals(),
                  read.places().entrySet().stream()
                      .collect(
                          Collectors.toMap(
                              Map.Entry::getKey, one -> said(one.getValue(), lines)))));
    };
  }

  /// Where in the Java file it is said.
  private static Place said(Place place, JsonNode lines) {
    return new Place(lines.path(place.line() - 1).asInt(1), 1);
  }
}
