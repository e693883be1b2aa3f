package dev.nightjar.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The ports and the key of a connection file; a port of 0 is chosen when it is bound.
record FakeConnection(int shell, int iopub, int stdin, int control, int heartbeat, String key) {
  private static final JsonMapper JSON = new JsonMapper();

  static FakeConnection read(Path file) {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      return new FakeConnection(
          json.path("shell_port").asInt(),
          json.path("iopub_port").asInt(),
          json.path("stdin_port").asInt(),
          json.path("control_port").asInt(),
          json.path("hb_port").asInt(),
          json.path("key").asString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("transport", "tcp");
    json.put("ip", "127.0.0.1");
    json.put("shell_port", shell);
    json.put("iopub_port", iopub);
    json.put("stdin_port", stdin);
    json.put("control_port", control);
    json.put("hb_port", heartbeat);
    json.put("key", key);
    json.put("signature_scheme", "hmac-sha256");
    try {
      Files.write(file, JSON.writeValueAsBytes(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
