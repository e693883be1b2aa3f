package dev.nightjar.engine;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What papermill writes into the metadata of a notebook and its cells (`metadata.papermill`).
final class RunMetadata {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

  private RunMetadata() {}

  /// Gives the notebook and all its cells the fields that they lack.
  static void complete(Notebook notebook, String version) {
    if (!notebook.metadata().has("papermill")) {
      ObjectNode papermill = notebook.metadata().putObject("papermill");
      papermill.putObject("default_parameters");
      papermill.putObject("parameters");
      papermill.putObject("environment_variables");
      papermill.put("version", version);
    }
    for (Cell cell : notebook.cells()) {
      if (!cell.metadata().has("tags")) {
        cell.metadata().putArray("tags");
      }
      if (!cell.metadata().has("papermill")) {
        cell.metadata().putObject("papermill");
      }
    }
  }

  /// The notebook's `metadata.papermill`.
  static ObjectNode of(Notebook notebook) {
    return child(notebook.metadata());
  }

  /// The cell's `metadata.papermill`.
  static ObjectNode of(Cell cell) {
    return child(cell.metadata());
  }

  private static ObjectNode child(ObjectNode metadata) {
    return metadata.get("papermill") instanceof ObjectNode papermill
        ? papermill
        : metadata.putObject("papermill");
  }

  /// Times, durations and failure that are not known yet.
  static void pending(ObjectNode papermill, @Nullable Instant start) {
    papermill.put("start_time", start == null ? null : iso(start));
    papermill.putNull("end_time").putNull("duration").putNull("exception");
  }

  /// The times of something that has ended.
  static void ended(ObjectNode papermill, Instant start, Instant end) {
    papermill.put("end_time", iso(end));
    papermill.put(
        "duration", Duration.between(start, end).truncatedTo(ChronoUnit.MICROS).toNanos() / 1e9);
  }

  /// As Python's `isoformat` of an aware UTC time: microseconds, unless there are none.
  static String iso(Instant time) {
    return local(time) + "+00:00";
  }

  /// The same with `Z`, as nbclient notes the times of messages.
  static String isoZulu(Instant time) {
    return local(time) + "Z";
  }

  private static String local(Instant time) {
    var utc = time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    return utc.format(utc.getNano() == 0 ? SECONDS : MICROSECONDS);
  }
}
