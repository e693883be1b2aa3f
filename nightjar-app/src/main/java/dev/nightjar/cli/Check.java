package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One thing that `nightjar doctor` looked at.
///
/// @param name what it is
/// @param status whether it is as it should be
/// @param found what there is
/// @param remedy what to do about it; null if all is well
record Check(String name, Status status, String found, @Nullable String remedy) {
  /// Whether something is as it should be.
  enum Status {
    OK("✓"),
    WARNING("!"),
    PROBLEM("✗");

    final String sign;

    Status(String sign) {
      this.sign = sign;
    }
  }

  static Check ok(String name, String found) {
    return new Check(name, Status.OK, found, null);
  }

  static Check warning(String name, String found, String remedy) {
    return new Check(name, Status.WARNING, found, remedy);
  }

  static Check problem(String name, String found, String remedy) {
    return new Check(name, Status.PROBLEM, found, remedy);
  }

  ObjectNode json() {
    return Json.object()
        .put("name", name)
        .put("status", status.name().toLowerCase(Locale.ROOT))
        .put("found", found)
        .put("remedy", remedy);
  }
}
