package dev.nightjar.engine;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What papermill writes into the metadata of a notebook and its cells (`metadata.papermill`).
final class RunMetadata {
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

  /// Put together by hand: it is done ten times for each cell, and a formatter takes longer than
  /// all else.
  private static String local(Instant time) {
    var utc = time.atOffset(ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(26);
    digits(text, utc.getYear(), 4).append('-');
    digits(text, utc.getMonthValue(), 2).append('-');
    digits(text, utc.getDayOfMonth(), 2).append('T');
    digits(text, utc.getHour(), 2).append(':');
    digits(text, utc.getMinute(), 2).append(':');
    digits(text, utc.getSecond(), 2);
    int microseconds = utc.getNano() / 1000;
    return microseconds == 0
        ? text.toString()
        : digits(text.append('.'), microseconds, 6).toString();
  }

  private static StringBuilder digits(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    return text.repeat('0', width - digits.length()).append(digits);
  }
}
