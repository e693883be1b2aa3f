package dev.nightjar.schedule;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What other programs reckoned; `SOURCE.md` beside the files says which.
final class Recordings {
  private Recordings() {}

  static JsonNode read(String name) {
    try (InputStream file = Objects.requireNonNull(Recordings.class.getResourceAsStream(name));
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(file) : file) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Instant> instants(JsonNode texts) {
    return texts.valueStream().map(text -> Instant.parse(text.stringValue())).toList();
  }
}
