package dev.nightjar.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// What a code cell left behind, as nbformat 4.5 has it ("Code cell outputs"). Immutable as long as
/// the JSON that it shows is left alone.
public sealed interface Output {
  /// Text on a stream.
  ///
  /// @param name `stdout` or `stderr`
  /// @param text what was written
  record Stream(String name, String text) implements Output {}

  /// Something shown.
  ///
  /// @param data the representations by media type: a string, or JSON for `…json` types
  /// @param metadata by media type
  record DisplayData(JsonNode data, JsonNode metadata) implements Output {}

  /// The value of the cell's last expression.
  ///
  /// @param executionCount the number in its `Out[…]` prompt
  /// @param data as for [DisplayData]
  /// @param metadata as for [DisplayData]
  record ExecuteResult(OptionalInt executionCount, JsonNode data, JsonNode metadata)
      implements Output {}

  /// What went wrong.
  ///
  /// @param ename the kind of error, such as `ZeroDivisionError`
  /// @param evalue its message
  /// @param traceback lines as the kernel coloured them, with ANSI escapes
  record ErrorOutput(String ename, String evalue, List<String> traceback) implements Output {}

  /// A kind that this version does not know.
  ///
  /// @param json all of it
  record Unknown(JsonNode json) implements Output {}

  /// The typed view of one element of a cell's `outputs`.
  static Output of(JsonNode json) {
    return switch (json.path("output_type").asString("")) {
      case "stream" ->
          new Stream(json.path("name").asString("stdout"), json.path("text").asString(""));
      case "display_data" -> new DisplayData(json.path("data"), json.path("metadata"));
      case "execute_result" -> {
        JsonNode count = json.path("execution_count");
        yield new ExecuteResult(
            count.isInt() ? OptionalInt.of(count.intValue()) : OptionalInt.empty(),
            json.path("data"),
            json.path("metadata"));
      }
      case "error" -> {
        List<String> traceback = new ArrayList<>();
        json.path("traceback").forEach(line -> traceback.add(line.asString("")));
        yield new ErrorOutput(
            json.path("ename").asString(""), json.path("evalue").asString(""), traceback);
      }
      default -> new Unknown(json);
    };
  }
}
