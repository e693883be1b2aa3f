package dev.nightjar.engine;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.json.PythonJson;
import dev.nightjar.kernel.Kernel;
import dev.nightjar.storage.FileReplacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a run notes beside its output about a kernel that may outlive it, so that a later run can
/// go on in it.
///
/// @param kernelName the name by which the kernel was started
/// @param connectionFile how it is reached
/// @param pid its process
/// @param keep how long it is kept
/// @param nextCell the id of the first cell that did not finish; null if the run was killed, where
///     the cells tell
record KeptRun(
    String kernelName, Path connectionFile, long pid, Duration keep, @Nullable String nextCell) {

  /// The note of a run that is about to use `kernel`; empty if the kernel can't be kept.
  static Optional<KeptRun> of(Kernel kernel, Duration keep) {
    if (kernel.connectionFile().isEmpty() || kernel.pid().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new KeptRun(
            kernel.spec().name(),
            kernel.connectionFile().get(),
            kernel.pid().getAsLong(),
            keep,
            null));
  }

  /// The note beside `output`, if there is a usable one.
  static Optional<KeptRun> read(Path output) {
    try {
      JsonNode json = Json.parse(Files.readAllBytes(fileOf(output)));
      JsonNode next = json.path("next_cell");
      return Optional.of(
          new KeptRun(
              json.path("kernel").asString(""),
              Path.of(json.path("connection_file").asString("")),
              json.path("pid").asLong(-1),
              Duration.ofSeconds(json.path("keep_seconds").asLong(0)),
              next.isString() ? next.stringValue() : null));
    } catch (IOException | JsonException e) {
      return Optional.empty(); // nothing was kept
    }
  }

  /// The same, stopped before this cell.
  KeptRun stoppedBefore(String cellId) {
    return new KeptRun(kernelName, connectionFile, pid, keep, cellId);
  }

  /// Writes the note beside `output`.
  void write(Path output) {
    ObjectNode json = Json.object();
    json.put("kernel", kernelName)
        .put("connection_file", connectionFile.toString())
        .put("pid", pid);
    json.put("keep_seconds", keep.toSeconds()).put("next_cell", nextCell);
    FileReplacement.write(
        fileOf(output),
        fileOf(output).toString(),
        out -> {
          PythonJson writer = new PythonJson(out);
          writer.value(json, 0);
          writer.flush();
        });
  }

  /// Removes the note beside `output`: the kernel has ended.
  static void delete(Path output) {
    try {
      Files.deleteIfExists(fileOf(output));
    } catch (IOException e) {
      // a stale note names a process that is gone
    }
  }

  private static Path fileOf(Path output) {
    return FileReplacement.sibling(output, "kernel");
  }
}
