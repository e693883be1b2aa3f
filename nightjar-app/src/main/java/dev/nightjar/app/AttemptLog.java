package dev.nightjar.app;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The log of one attempt, read while it grows. Not thread-safe.
final class AttemptLog {
  private static final int MOST_AT_ONCE = 1 << 20;
  private static final int LINES_AT_END = 20;

  private final Path folder;
  private long position;
  private String tail = "";

  AttemptLog(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /// What came since the last call.
  ///
  /// @param ended whether nothing more comes; else a line that has no end yet is left for later
  String read(boolean ended) throws IOException {
    Path file = folder.resolve("log.txt");
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] more = new byte[(int) Math.min(MOST_AT_ONCE, log.length() - position)];
      log.seek(position);
      log.readFully(more);
      int end = more.length;
      while (!ended && end > 0 && more[end - 1] != '\n') {
        end--;
      }
      position += end;
      String text = new String(more, 0, end, StandardCharsets.UTF_8);
      List<String> lines = (tail + text).lines().filter(line -> !line.isBlank()).toList();
      tail =
          String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_AT_END), lines.size()))
              + (lines.isEmpty() ? "" : "\n");
      return text;
    }
  }

  /// How far a notebook is, or else the last line.
  String line() {
    try {
      Path file = folder.resolve("progress.json");
      if (Files.isRegularFile(file)) {
        JsonNode progress = Json.parse(Files.readAllBytes(file));
        if (progress.path("cell").isNumber()) {
          return "cell %d of %d"
              .formatted(progress.path("cell").asInt() + 1, progress.path("cells").asInt());
        }
      }
    } catch (IOException | JsonException e) {
      return ""; // it is just written
    }
    return tail.lines().reduce((_, last) -> last).orElse("");
  }

  /// Its last lines.
  String end() {
    return tail.stripTrailing();
  }
}
