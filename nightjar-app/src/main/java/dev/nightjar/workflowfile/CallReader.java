package dev.nightjar.workflowfile;

import dev.nightjar.workflow.HttpRequest;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.Work;
import dev.nightjar.workflow.WorkflowException;
import dev.nightjar.yaml.YamlValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads what the server itself does for tasks.
///
/// @param fields of the request, SQL or message
record CallReader(Fields fields, FileReading reading) {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");

  /// Null if something is wrong.
  @Nullable HttpRequest http() {
    fields.checked(Keys.HTTP);
    String url = required("url", "give an address, or a path below that of the connection");
    Map<String, String> headers = fields.textsByName("headers");
    String connection = fields.text("connection");
    List<String> expect = fields.writtenTexts("expect", "a status such as 200, or 2xx");
    Object body = body();
    String method = method(body != null);
    if (url == null || method == null) {
      return null;
    }
    try {
      return new HttpRequest(
          method, url, headers, body, fields.has("expect") ? expect : HttpRequest.WELL, connection);
    } catch (WorkflowException unfit) {
      fields.problem("expect", String.valueOf(unfit.getMessage()));
      return null;
    }
  }

  private @Nullable String method(boolean body) {
    String method = fields.text("method");
    if (method == null) {
      return fields.has("method") ? null : body ? "POST" : "GET";
    }
    String upper = method.toUpperCase(Locale.ROOT);
    if (!METHODS.contains(upper)) {
      fields.problem(
          "method", "must be one of %s, not '%s'".formatted(String.join(", ", METHODS), method));
      return null;
    }
    return upper;
  }

  private @Nullable Object body() {
    YamlValue body = fields.value("body");
    if (body instanceof YamlValue.Scalar) {
      return fields.text("body");
    }
    return body != null && fields.requireFinite("body", body) ? Written.plain(body) : null;
  }

  /// Null if something is wrong.
  @Nullable Work sql() {
    fields.checked(Keys.SQL);
    String connection = required("connection", "give the name of a connection to a database");
    String query = fields.text("query");
    String file = fields.text("file");
    Map<String, Object> parameters = fields.values("parameters");
    if (fields.has("query") == fields.has("file")) {
      fields.problem(
          "query",
          fields.has("file")
              ? "does not go with file: give one of them"
              : "is missing: give SQL, or a file with it");
      return null;
    }
    if (connection == null || (query == null && file == null)) {
      return null;
    }
    return new SqlWork(
        connection,
        query,
        file == null ? null : reading.absolute(file),
        Objects.requireNonNullElse(parameters, Map.of()));
  }

  /// Null if something is wrong.
  @Nullable Work email() {
    fields.checked(Keys.EMAIL);
    List<String> to = fields.texts("to");
    if (!fields.has("to") || fields.isNull("to")) {
      fields.problem("to", "is missing: give an address, or a list of them");
    }
    for (String address : to) {
      if (!address.contains("@") && !address.contains("{{")) {
        fields.problem(
            "to", "must be an address such as ada@example.org, not '%s'".formatted(address));
      }
    }
    String subject = required("subject", "say what it is about");
    String text = required("text", "say what the mail tells");
    return to.isEmpty() || subject == null || text == null
        ? null
        : MessageWork.email(String.join(",", to), subject, text);
  }

  /// Null if something is wrong.
  @Nullable Work slack() {
    fields.checked(Keys.SLACK);
    String channel = fields.text("channel");
    String target = fields.text("target");
    String text = required("text", "say what it tells");
    if (fields.has("channel") == fields.has("target")) {
      fields.problem(
          "channel",
          fields.has("target")
              ? "does not go with target: give one of them"
              : "is missing: give one such as '#reports', or as target a channel of the server");
      return null;
    }
    if (text == null || (channel == null && target == null)) {
      return null;
    }
    return new MessageWork(target == null ? "slack:" + channel : target, null, text);
  }

  private @Nullable String required(String name, String remedy) {
    String text = fields.text(name);
    if (!fields.has(name) || fields.isNull(name)) {
      fields.problem(name, "is missing: " + remedy);
    }
    return text;
  }
}
