package dev.nightjar.notebook;

import dev.nightjar.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks a version 4 document where it matters for working with it, joins texts that the file
/// holds as lists of lines, and fills in what can be missing without loss. What it can't mend it
/// reports by cell and field.
final class NotebookCheck {
  private static final int MOST_REPORTED = 5;

  private final List<String> problems;

  private NotebookCheck(List<String> problems) {
    this.problems = problems;
  }

  /// Adds what is wrong to `problems`.
  static void check(ObjectNode root, List<String> problems) {
    new NotebookCheck(problems).notebook(root);
  }

  private void notebook(ObjectNode root) {
    object(root, "metadata", "the notebook's");
    JsonNode cells = root.path("cells");
    if (!(cells instanceof ArrayNode array)) {
      report("field \"cells\": expected a list, found " + NotebookFormat.kind(cells));
      return;
    }
    for (int i = 0; i < array.size() && problems.size() < MOST_REPORTED; i++) {
      if (array.get(i) instanceof ObjectNode cell) {
        cell(cell, i);
      } else {
        report(
            "cell %d: expected an object, found %s"
                .formatted(i + 1, NotebookFormat.kind(array.get(i))));
      }
    }
  }

  private void cell(ObjectNode cell, int index) {
    JsonNode type = cell.path("cell_type");
    if (!type.isString()) {
      report(
          "cell %d, field \"cell_type\": expected \"code\", \"markdown\" or \"raw\", found %s"
              .formatted(index + 1, NotebookFormat.brief(type)));
      return;
    }
    // not formatted(): the first number that it writes loads the locale, for several milliseconds
    String place = "cell " + (index + 1) + " (" + type.stringValue() + "),";
    object(cell, "metadata", place);
    JsonNode id = cell.path("id");
    if (!id.isMissingNode() && !id.isString()) {
      cell.remove("id");
    }
    text(cell, "source", place);
    JsonNode tags = cell.path("metadata").path("tags");
    if (!tags.isMissingNode() && !tags.isArray()) {
      report(
          "%s field \"metadata.tags\": expected a list, found %s"
              .formatted(place, NotebookFormat.kind(tags)));
    }
    cell.path("attachments").forEach(NotebookCheck::joinMimeBundle);
    if (type.stringValue().equals("code")) {
      outputs(cell, place);
      JsonNode count = cell.path("execution_count");
      if (!count.isNull() && !count.isIntegralNumber()) {
        cell.putNull("execution_count");
      }
    }
  }

  private void outputs(ObjectNode cell, String place) {
    JsonNode outputs = cell.path("outputs");
    if (outputs.isMissingNode() || outputs.isNull()) {
      cell.putArray("outputs");
      return;
    }
    if (!outputs.isArray()) {
      report(
          "%s field \"outputs\": expected a list, found %s"
              .formatted(place, NotebookFormat.kind(outputs)));
      return;
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (!(outputs.get(i) instanceof ObjectNode output)) {
        report(
            "%s output %d: expected an object, found %s"
                .formatted(place, i + 1, NotebookFormat.kind(outputs.get(i))));
        return;
      }
      String where = place + " output " + (i + 1) + ",";
      switch (output.path("output_type").asString("")) {
        case "stream" -> text(output, "text", where);
        case "display_data", "execute_result" -> {
          object(output, "data", where);
          object(output, "metadata", where);
          joinMimeBundle(output.path("data"));
        }
        default -> {
          // nbformat joins a text wherever there is one; what a newer format adds is kept as it is
          if (isLines(output.path("text"))) {
            text(output, "text", where);
          }
        }
      }
    }
  }

  /// The field is a string after this, or reported.
  private void text(ObjectNode parent, String field, String place) {
    JsonNode value = parent.path(field);
    if (value.isMissingNode() || value.isNull()) {
      parent.put(field, "");
    } else if (isLines(value)) {
      parent.put(field, join(value));
    } else if (!value.isString()) {
      report(
          "%s field \"%s\": expected a string or a list of strings, found %s"
              .formatted(place, field, NotebookFormat.kind(value)));
    }
  }

  /// The field is an object after this, or reported.
  private void object(ObjectNode parent, String field, String place) {
    JsonNode value = parent.path(field);
    if (value.isMissingNode() || value.isNull()) {
      parent.putObject(field);
    } else if (!value.isObject()) {
      report(
          "%s field \"%s\": expected an object, found %s"
              .formatted(place, field, NotebookFormat.kind(value)));
    }
  }

  private void report(String problem) {
    problems.add(problem);
  }

  static void joinMimeBundle(JsonNode bundle) {
    if (!(bundle instanceof ObjectNode object)) {
      return;
    }
    for (String type : List.copyOf(object.propertyNames())) {
      JsonNode value = object.get(type);
      boolean json =
          type.equals("application/json")
              || type.startsWith("application/") && type.endsWith("+json");
      if (!json && isLines(value)) {
        object.put(type, join(value));
      }
    }
  }

  private static boolean isLines(JsonNode value) {
    if (!value.isArray()) {
      return false;
    }
    for (JsonNode line : value) {
      if (!line.isString()) {
        return false;
      }
    }
    return true;
  }

  static String join(JsonNode lines) {
    if (lines.size() == 1) {
      return lines.get(0).stringValue();
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.stringValue()));
    return text.toString();
  }

  /// A string as it is, a list of strings joined, anything else left alone.
  static JsonNode joined(JsonNode value) {
    return isLines(value) ? Json.object().stringNode(join(value)) : value;
  }
}
