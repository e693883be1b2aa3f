package dev.nightjar.task;

import dev.nightjar.json.Json;
import dev.nightjar.storage.FileReplacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The folder of an attempt.
record AttemptFiles(Path folder) {
  AttemptFiles {
    folder = folder.toAbsolutePath().normalize();
  }

  Path order() {
    return folder.resolve("order.json");
  }

  /// The kernel's working folder.
  Path working() {
    return folder.resolve("files");
  }

  /// Keeps the notebook as it was handed in, whatever happens in the working folder.
  Path input() {
    return folder.resolve("input");
  }

  Path outputs() {
    return folder.resolve("outputs");
  }

  Path log() {
    return folder.resolve("log.txt");
  }

  Path outcome() {
    return folder.resolve("outcome.json");
  }

  Path progress() {
    return folder.resolve("progress.json");
  }

  /// There if a server has given the attempt up before its process noted itself.
  Path revoked() {
    return folder.resolve("revoked");
  }

  Path process() {
    return folder.resolve("process");
  }

  /// Why the attempt is to stop, as far as somebody said so.
  Optional<String> stopReason() {
    return text("stop");
  }

  /// When the right of our worker ends; empty for never.
  Optional<Instant> lease() {
    try {
      return text("lease").map(millis -> Instant.ofEpochMilli(Long.parseLong(millis.strip())));
    } catch (NumberFormatException e) {
      return Optional.empty(); // not ours
    }
  }

  private Optional<String> text(String name) {
    try {
      return Optional.of(Files.readString(folder.resolve(name)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// How artifacts name a file in here.
  String relative(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  static void write(Path file, JsonNode json) {
    FileReplacement.write(file, file.toString(), out -> out.write(Json.compact(json)));
  }
}
