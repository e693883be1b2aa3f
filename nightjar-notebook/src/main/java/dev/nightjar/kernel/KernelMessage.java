package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A message that came from a kernel (messaging protocol, "General Message Format").
///
/// @param channel where it came in
/// @param type the `msg_type` of its header
/// @param parentId the id of the request it belongs to; empty if of none
/// @param date when the kernel sent it, as the kernel wrote it; empty if it did not say
/// @param content what it says
/// @param buffers binary parts, in order
public record KernelMessage(
    Channel channel,
    String type,
    String parentId,
    String date,
    Content content,
    List<byte[]> buffers) {

  /// What a message says. Closed, but for [Other]: a newer kernel may send types that we do not
  /// know.
  public sealed interface Content {}

  /// `status`: the kernel is `busy`, `idle` or `starting`.
  ///
  /// @param state as the kernel names it
  public record Status(String state) implements Content {}

  /// `stream`: text written to a stream.
  ///
  /// @param name `stdout` or `stderr`
  /// @param text what was written
  public record Stream(String name, String text) implements Content {}

  /// `display_data`, `execute_result` or `update_display_data`.
  ///
  /// @param data by media type
  /// @param metadata by media type
  /// @param displayId by which a later message may replace it
  /// @param executionCount of an `execute_result`
  public record Display(
      JsonNode data, JsonNode metadata, @Nullable String displayId, OptionalInt executionCount)
      implements Content {}

  /// `execute_input`: the kernel begins to run code.
  ///
  /// @param executionCount the number that it gives to it
  public record ExecuteInput(OptionalInt executionCount) implements Content {}

  /// `error`: code raised an error.
  ///
  /// @param ename its kind
  /// @param evalue its message
  /// @param traceback lines, with ANSI colours
  public record Raised(String ename, String evalue, List<String> traceback) implements Content {}

  /// `clear_output`.
  ///
  /// @param waits whether to clear only when the next output is there
  public record ClearOutput(boolean waits) implements Content {}

  /// `comm_open`, `comm_msg` or `comm_close`.
  ///
  /// @param commId which comm
  /// @param target what opened it; empty but for `comm_open`
  /// @param data the comm's own message
  public record Comm(String commId, String target, JsonNode data) implements Content {}

  /// `execute_reply`.
  ///
  /// @param status `ok`, `error` or `aborted`
  /// @param executionCount the number that the kernel gave to the code
  /// @param error what was raised, for `error`
  public record ExecuteReply(String status, OptionalInt executionCount, Raised error)
      implements Content {}

  /// `kernel_info_reply`.
  ///
  /// @param languageInfo its `language_info`
  public record KernelInfo(JsonNode languageInfo) implements Content {}

  /// `input_request`: the kernel waits for a line of input.
  ///
  /// @param prompt what it shows
  public record InputRequest(String prompt) implements Content {}

  /// Any other type.
  ///
  /// @param json the whole content
  public record Other(JsonNode json) implements Content {}

  static Content content(String type, JsonNode json) {
    return switch (type) {
      case "status" -> new Status(text(json, "execution_state"));
      case "stream" -> new Stream(json.path("name").asString("stdout"), text(json, "text"));
      case "display_data", "execute_result", "update_display_data" -> {
        JsonNode id = json.path("transient").path("display_id");
        yield new Display(
            object(json, "data"),
            object(json, "metadata"),
            id.isString() ? id.stringValue() : null,
            count(json));
      }
      case "execute_input" -> new ExecuteInput(count(json));
      case "error" -> raised(json);
      case "clear_output" -> new ClearOutput(json.path("wait").asBoolean(false));
      case "comm_open", "comm_msg", "comm_close" ->
          new Comm(text(json, "comm_id"), text(json, "target_name"), json.path("data"));
      case "execute_reply" -> new ExecuteReply(text(json, "status"), count(json), raised(json));
      case "kernel_info_reply" -> new KernelInfo(json.path("language_info"));
      case "input_request" -> new InputRequest(text(json, "prompt"));
      default -> new Other(json);
    };
  }

  private static Raised raised(JsonNode json) {
    List<String> traceback = new ArrayList<>();
    json.path("traceback").forEach(line -> traceback.add(line.asString("")));
    return new Raised(text(json, "ename"), text(json, "evalue"), traceback);
  }

  private static OptionalInt count(JsonNode json) {
    JsonNode count = json.path("execution_count");
    return count.isInt() ? OptionalInt.of(count.intValue()) : OptionalInt.empty();
  }

  private static JsonNode object(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isObject() ? value : Json.object();
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isString() ? value.stringValue() : "";
  }
}
