package dev.nightjar.yaml;

import dev.nightjar.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;

/// The recordings in this package's test resources; see SOURCE.md there.
final class Recordings {
  private Recordings() {}

  static JsonNode of(String file) {
    try (InputStream in = Recordings.class.getResourceAsStream(file)) {
      return Json.parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
