package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON files that Airflow's commands import and export.
final class AirflowFiles {
  private AirflowFiles() {}

  /// The object in a file.
  ///
  /// @throws UsageException if there is none
  static ObjectNode read(AirflowCall call, String name) {
    Path file = call.program().environment().directory().resolve(name);
    try {
      if (Json.parse(Files.readAllBytes(file)) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw new UsageException("%s can't be read: %s".formatted(name, e.getMessage()), false);
    } catch (JsonException e) {
      throw new UsageException("%s is not JSON: %s".formatted(name, e.getMessage()), false);
    }
    throw new UsageException("%s is not a JSON object of names and values.".formatted(name), false);
  }

  /// Writes an object to a file; `-` is standard output.
  ///
  /// @param indent by how many spaces
  /// @return false if it is standard output
  static boolean write(AirflowCall call, String name, ObjectNode content, int indent) {
    String text = indented(content, "", " ".repeat(indent)) + "\n";
    if (name.equals("-")) {
      call.out().print(text);
      return false;
    }
    try {
      Files.writeString(call.program().environment().directory().resolve(name), text);
      return true;
    } catch (IOException e) {
      throw new UsageException("%s can't be written: %s".formatted(name, e.getMessage()), false);
    }
  }

  private static String indented(JsonNode value, String indent, String step) {
    if (!value.isObject() || value.isEmpty()) {
      return AirflowCall.dumps(value);
    }
    StringBuilder text = new StringBuilder("{");
    String inner = indent + step;
    for (var one : value.properties()) {
      text.append(text.length() == 1 ? "\n" : ",\n").append(inner);
      text.append(AirflowCall.dumps(Json.array().add(one.getKey()).path(0))).append(": ");
      text.append(indented(one.getValue(), inner, step));
    }
    return text.append('\n').append(indent).append('}').toString();
  }
}
