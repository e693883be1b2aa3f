package dev.nightjar.task;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What `order.json` asks for.
///
/// @param run its id
/// @param name what people call the run
/// @param createdAt when the run was made
/// @param host names the machine, as who ordered calls it
/// @param parameters of the run
/// @param limits what the attempt may use
/// @param notebook what is to be run, and how
/// @param produces files that must be there when it succeeded
record TaskOrder(
    String run,
    String name,
    Instant createdAt,
    String host,
    Parameters parameters,
    Limits limits,
    NotebookOrder notebook,
    List<Path> produces) {
  /// @param timeout for the whole attempt; null for no limit
  /// @param memory bytes that the kernel and its processes may hold; null for no limit
  /// @param keepKernel how long the kernel stays alive if the attempt fails or times out; zero for
  ///     not at all
  record Limits(@Nullable Duration timeout, @Nullable Long memory, Duration keepKernel) {
    static final Limits NONE = new Limits(null, null, Duration.ZERO);
  }

  /// @param file the notebook's name in the working folder
  /// @param environment the kernel or environment asked for; null for the notebook's own
  /// @param verbatim whether parameters are source text
  /// @param formats of the outputs that are asked for
  /// @param outputName template of their names, without suffix
  /// @param folder where the kernel works; null for the working folder of the attempt
  /// @param resumes whether it goes on where an earlier attempt stopped
  record NotebookOrder(
      String file,
      @Nullable String environment,
      boolean verbatim,
      List<String> formats,
      String outputName,
      @Nullable Path folder,
      boolean resumes) {}

  /// Reads the order in this folder.
  ///
  /// @throws NotebookException if there is none, or it can't be understood
  static TaskOrder read(AttemptFiles files) {
    try {
      JsonNode json = Json.parse(Files.readAllBytes(files.order()));
      return new TaskOrder(
          text(json, "run"),
          text(json, "name"),
          Instant.parse(text(json, "created_at")),
          json.path("host").asString(""),
          parameters(json.path("parameters")),
          limits(json.path("limits")),
          notebook(json.path("notebook")),
          json.path("produces").valueStream().map(file -> Path.of(file.asString(""))).toList());
    } catch (IOException e) {
      throw new NotebookException(
          "%s can't be read: nightjar task wants the folder of an attempt".formatted(files.order()),
          e);
    } catch (JsonException | DateTimeParseException e) {
      throw new NotebookException("%s: %s".formatted(files.order(), e.getMessage()), e);
    }
  }

  private static NotebookOrder notebook(JsonNode json) {
    List<String> formats = new ArrayList<>();
    json.path("output_formats").forEach(format -> formats.add(format.asString("")));
    String environment = json.path("environment").asString("");
    return new NotebookOrder(
        text(json, "file"),
        environment.isBlank() ? null : environment,
        json.path("verbatim_parameters").asBoolean(false),
        List.copyOf(formats),
        json.path("output_name").asString("{{input_filename}}"),
        json.path("folder").isString() ? Path.of(json.path("folder").stringValue()) : null,
        json.path("resume").asBoolean(false));
  }

  private static Limits limits(JsonNode json) {
    long timeout = json.path("timeout_ms").asLong(0);
    long memory = json.path("memory_bytes").asLong(0);
    return new Limits(
        timeout > 0 ? Duration.ofMillis(timeout) : null,
        memory > 0 ? memory : null,
        Duration.ofMillis(Math.max(0, json.path("keep_kernel_ms").asLong(0))));
  }

  private static Parameters parameters(JsonNode json) {
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    json.properties()
        .forEach(entry -> values.put(entry.getKey(), ParameterValue.of(entry.getValue())));
    return Parameters.of(values);
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isString() || value.stringValue().isEmpty()) {
      throw new JsonException("field \"%s\" is missing".formatted(field));
    }
    return value.stringValue();
  }
}
