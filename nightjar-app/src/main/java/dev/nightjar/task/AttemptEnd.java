package dev.nightjar.task;

import dev.nightjar.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// How an attempt ended, as `outcome.json` says it.
sealed interface AttemptEnd {
  record Succeeded() implements AttemptEnd {}

  record Failed(String message, @Nullable String details) implements AttemptEnd {}

  record TimedOut(Duration limit) implements AttemptEnd {}

  record Stopped(String reason) implements AttemptEnd {}

  record Lost(String reason) implements AttemptEnd {}

  default ObjectNode toJson() {
    ObjectNode json = Json.object();
    switch (this) {
      case Succeeded() -> json.put("outcome", "succeeded").putNull("message");
      case Failed(String message, @Nullable String details) ->
          json.put("outcome", "failed").put("message", line(message)).put("details", details);
      case TimedOut(Duration limit) ->
          json.put("outcome", "timed_out")
              .put("message", "It took longer than its limit of %s s.".formatted(seconds(limit)))
              .put("limit_ms", limit.toMillis());
      case Stopped(String reason) -> json.put("outcome", "stopped").put("message", reason);
      case Lost(String reason) -> json.put("outcome", "lost").put("message", reason);
    }
    return json;
  }

  private static String line(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*|\\p{Cntrl}", " ");
  }

  private static String seconds(Duration time) {
    return time.toMillisPart() == 0
        ? Long.toString(time.toSeconds())
        : Double.toString(time.toMillis() / 1e3);
  }
}
