package dev.nightjar.http.api;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An OpenAPI document for people: one page without scripts.
final class DocumentationPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>TITLE</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
      pre { overflow-x: auto; padding: .6rem; border: 1px solid #8886; border-radius: 6px; }
      details { border: 1px solid #8886; border-radius: 6px; margin: .4rem 0; padding: .4rem .8rem; }
      summary { cursor: pointer; }
      .method { display: inline-block; min-width: 4.5em; font-weight: bold; }
      table { border-collapse: collapse; } td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; }
      </style></head><body>
      <h1>TITLE</h1>
      """;

  private final JsonNode document;
  private final StringBuilder page = new StringBuilder();

  DocumentationPage(JsonNode document) {
    this.document = document;
  }

  String html() {
    String title = text(document.at("/info/title"));
    page.append(HEAD.replace("TITLE", escaped(title)));
    paragraphs(text(document.at("/info/description")));
    page.append("<p>For programs: <a href=\"/api/openapi.json\">openapi.json</a> (OpenAPI ")
        .append(escaped(text(document.path("openapi"))))
        .append(").</p>\n");
    for (JsonNode tag : document.path("tags")) {
      String name = text(tag.path("name"));
      page.append("<h2>").append(escaped(name)).append("</h2>\n");
      paragraphs(text(tag.path("description")));
      document
          .path("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue().properties().stream()
                      .filter(one -> name.equals(text(one.getValue().at("/tags/0"))))
                      .forEach(one -> operation(path.getKey(), one)));
    }
    page.append("<h2>Objects</h2>\n");
    document.at("/components/schemas").properties().forEach(this::schema);
    return page.append("</body></html>\n").toString();
  }

  private void operation(String path, Map.Entry<String, JsonNode> entry) {
    JsonNode operation = entry.getValue();
    page.append("<details><summary><code class=\"method\">")
        .append(escaped(entry.getKey().toUpperCase(Locale.ROOT)))
        .append("</code> <code>")
        .append(escaped(path))
        .append("</code> – ")
        .append(escaped(text(operation.path("summary"))))
        .append("</summary>\n");
    paragraphs(text(operation.path("description")));
    page.append("<p>For: ").append(escaped(text(operation.path("x-role")))).append("</p>\n");
    if (operation.path("parameters").size() > 0) {
      page.append("<table><tr><th>Parameter</th><th>In</th><th></th></tr>\n");
      for (JsonNode given : operation.path("parameters")) {
        JsonNode parameter = resolved(given);
        row(
            text(parameter.path("name")),
            text(parameter.path("in")),
            text(parameter.path("description")));
      }
      page.append("</table>\n");
    }
    JsonNode body = operation.path("requestBody").path("content").path("application/json");
    if (body.isObject()) {
      page.append("<p>Body: ").append(type(body.path("schema"))).append("</p>\n");
      if (body.has("example")) {
        page.append("<pre>")
            .append(escaped(body.path("example").toPrettyString()))
            .append("</pre>\n");
      }
    }
    page.append("<table><tr><th>Answer</th><th></th><th></th></tr>\n");
    operation
        .path("responses")
        .properties()
        .forEach(
            answer -> {
              JsonNode said = resolved(answer.getValue());
              StringBuilder types = new StringBuilder();
              said.path("content")
                  .properties()
                  .forEach(
                      media ->
                          types
                              .append(escaped(media.getKey()))
                              .append(' ')
                              .append(type(media.getValue().path("schema"))));
              page.append("<tr><td><code>")
                  .append(escaped(answer.getKey()))
                  .append("</code></td><td>")
                  .append(escaped(text(said.path("description"))))
                  .append("</td><td>")
                  .append(types)
                  .append("</td></tr>\n");
            });
    page.append("</table></details>\n");
  }

  private void schema(Map.Entry<String, JsonNode> entry) {
    page.append(
        "<details id=\"%s\"><summary><code>%s</code> – %s</summary>\n"
            .formatted(
                escaped(entry.getKey()),
                escaped(entry.getKey()),
                escaped(text(entry.getValue().path("description")))));
    page.append("<table>\n");
    entry
        .getValue()
        .path("properties")
        .properties()
        .forEach(
            field ->
                page.append("<tr><td><code>")
                    .append(escaped(field.getKey()))
                    .append("</code></td><td>")
                    .append(type(field.getValue()))
                    .append("</td><td>")
                    .append(escaped(text(field.getValue().path("description"))))
                    .append("</td></tr>\n"));
    page.append("</table></details>\n");
  }

  private void row(String name, String place, String description) {
    page.append("<tr><td><code>")
        .append(escaped(name))
        .append("</code></td><td>")
        .append(escaped(place))
        .append("</td><td>")
        .append(escaped(description))
        .append("</td></tr>\n");
  }

  private JsonNode resolved(JsonNode node) {
    String reference = text(node.path("$ref"));
    return reference.startsWith("#") ? document.at(reference.substring(1)) : node;
  }

  /// What a schema says of a type, with links to objects.
  private static String type(JsonNode schema) {
    String reference = text(schema.path("$ref"));
    if (!reference.isEmpty()) {
      String name = escaped(reference.substring(reference.lastIndexOf('/') + 1));
      return "<a href=\"#%s\">%s</a>".formatted(name, name);
    }
    if (schema.has("items")) {
      return "list of " + type(schema.path("items"));
    }
    for (String choice : new String[] {"oneOf", "anyOf"}) {
      if (schema.has(choice)) {
        StringBuilder types = new StringBuilder();
        schema
            .path(choice)
            .forEach(one -> types.append(types.isEmpty() ? "" : " or ").append(type(one)));
        return types.toString();
      }
    }
    JsonNode type = schema.path("type");
    StringBuilder words = new StringBuilder(type.isString() ? escaped(type.stringValue()) : "");
    if (type.isArray()) {
      type.forEach(one -> words.append(words.isEmpty() ? "" : " or ").append(escaped(text(one))));
    }
    schema
        .path("enum")
        .forEach(one -> words.append(" <code>").append(escaped(text(one))).append("</code>"));
    return words.toString();
  }

  private void paragraphs(String text) {
    for (String paragraph : text.split("\n\n", -1)) {
      if (!paragraph.isBlank()) {
        page.append("<p>").append(escaped(paragraph)).append("</p>\n");
      }
    }
  }

  private static String text(@Nullable JsonNode node) {
    return node == null ? "" : node.asString("");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
