package dev.nightjar.notebook.html;

import dev.nightjar.notebook.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The outputs of one cell. Of the representations of a value it shows the richest that needs no
/// script. Not thread-safe.
final class OutputView {
  private static final List<String> RICHEST_FIRST =
      List.of(
          "text/html",
          "text/markdown",
          "image/svg+xml",
          "text/latex",
          "image/png",
          "image/jpeg",
          "image/gif",
          "image/webp",
          "application/pdf",
          "application/json",
          "text/plain");
  private static final Map<String, String> NEED_SCRIPT =
      Map.of(
          "application/vnd.plotly", "Plotly figure",
          "application/vnd.bokeh", "Bokeh figure",
          "application/vnd.vega", "Vega chart",
          "application/vnd.jupyter.widget", "widget",
          "application/vnd.holoviews", "HoloViews figure",
          "application/geo+json", "map",
          "application/javascript", "script");
  private static final Pattern DELIMITED =
      Pattern.compile("(?s)(\\${1,2}|\\\\\\[|\\\\\\()(.*?)(\\${1,2}|\\\\\\]|\\\\\\))");

  private final PageWriter page;
  private final Markdown markdown;
  private final String label;

  /// @param label names the cell, for readers who can't see where the output stands
  OutputView(PageWriter page, Markdown markdown, String label) {
    this.page = page;
    this.markdown = markdown;
    this.label = label;
  }

  void write(List<Output> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      switch (outputs.get(i)) {
        case Output.Stream stream ->
            i += stream(stream.name(), outputs.subList(i, outputs.size())) - 1;
        case Output.DisplayData(var data, var metadata) -> row("", () -> value(data, metadata));
        case Output.ExecuteResult(var count, var data, var metadata) ->
            row(
                count.isPresent() ? "Out [" + count.getAsInt() + "]" : "",
                () -> value(data, metadata));
        case Output.ErrorOutput error -> row("", () -> error(error));
        case Output.Unknown(var json) ->
            row("", () -> note("an output of type " + json.path("output_type").asString("?")));
      }
    }
  }

  private void row(String prompt, Runnable content) {
    page.raw("<div class=\"nj-row\"><div class=\"nj-gutter\">");
    if (!prompt.isEmpty()) {
      page.raw("<span class=\"nj-prompt\">").text(prompt).raw("</span>");
    }
    page.raw("</div><div class=\"nj-output\">\n");
    content.run();
    page.raw("</div></div>\n");
  }

  /// Writes all outputs to the stream of this name that follow each other, as one; how many.
  private int stream(String name, List<Output> outputs) {
    LongText text = new LongText();
    Terminal terminal = new Terminal(text::add);
    int count = 0;
    while (count < outputs.size()
        && outputs.get(count) instanceof Output.Stream(var other, var piece)
        && other.equals(name)) {
      terminal.write(piece);
      count++;
    }
    terminal.close();
    if (text.lines() > 0) {
      row("", () -> text(text, name.equals("stderr") ? "nj-text nj-stderr" : "nj-text"));
    }
    return count;
  }

  private void plain(String text, String style) {
    LongText lines = new LongText();
    Terminal terminal = new Terminal(lines::add);
    terminal.write(text);
    terminal.close();
    text(lines, style);
  }

  private void text(LongText text, String style) {
    String name = style.endsWith("stderr") ? "Errors and warnings of " : "Output of ";
    if (text.isTall()) {
      box(name + label + ", " + Units.count(text.lines(), "line"));
    }
    page.raw("<pre class=\"" + style + "\">");
    text.writeTo(page);
    page.raw("</pre>\n");
    if (text.isTall()) {
      page.raw("</div>\n");
    }
  }

  private void box(String name) {
    page.raw("<div class=\"nj-tall\" tabindex=\"0\" role=\"region\" aria-label=\"");
    page.text(name).raw("\">\n");
  }

  private void error(Output.ErrorOutput error) {
    String text =
        error.traceback().isEmpty()
            ? error.ename() + ": " + error.evalue()
            : String.join("\n", error.traceback());
    plain(text, "nj-text nj-error");
  }

  private void value(JsonNode data, JsonNode metadata) {
    Optional<String> needsScript = needsScript(data);
    for (String type : RICHEST_FIRST) {
      if (data.has(type) && show(type, data, metadata)) {
        needsScript
            .filter(_ -> !type.equals("text/html"))
            .ifPresent(what -> note("an interactive " + what));
        return;
      }
    }
    for (var representation : data.properties()) {
      if (representation.getKey().startsWith("text/")
          && representation.getValue().isString()
          && !representation.getKey().equals("text/html")) {
        plain(representation.getValue().stringValue(), "nj-text");
        return;
      }
    }
    note(
        needsScript
            .map(what -> "an interactive " + what)
            .orElse("an output of type " + String.join(", ", data.propertyNames())));
  }

  private static Optional<String> needsScript(JsonNode data) {
    for (String type : data.propertyNames()) {
      for (var known : NEED_SCRIPT.entrySet()) {
        if (type.startsWith(known.getKey())) {
          return Optional.of(known.getValue());
        }
      }
    }
    return data.path("text/html").asString("").contains("<script")
        ? Optional.of("figure or table")
        : Optional.empty();
  }

  private void note(String what) {
    page.raw("<p class=\"nj-note\" role=\"note\">Not shown: ").text(what);
    page.raw(". This page runs no script.</p>\n");
  }

  /// Shows this representation; false if it can't be shown.
  private boolean show(String type, JsonNode data, JsonNode metadata) {
    String text = data.path(type).asString("");
    return switch (type) {
      case "text/html" -> html(text);
      case "text/markdown" -> {
        page.raw("<div class=\"nj-prose\">").raw(markdown.output(text)).raw("</div>\n");
        yield true;
      }
      case "text/latex" -> latex(text, data);
      case "application/pdf" -> pdf(text);
      case "application/json" -> {
        page.raw("<details class=\"nj-json\">\n<summary>JSON</summary>\n");
        plain(data.path(type).toPrettyString(), "nj-text");
        page.raw("</details>\n");
        yield true;
      }
      case "text/plain" -> {
        plain(text, "nj-text");
        yield true;
      }
      default -> image(type, text, data, metadata);
    };
  }

  private boolean html(String source) {
    HtmlOutput output = HtmlOutput.of(source);
    if (output.html().isEmpty()) {
      return false;
    }
    boolean tall = output.rows() > LongText.TALL;
    page.raw("<div class=\"nj-html").raw(output.coloured() ? " nj-paper" : "");
    page.raw(tall ? " nj-tall" : "").raw("\"");
    if (output.rows() > 0) {
      page.raw(" tabindex=\"0\" role=\"region\" aria-label=\"Table of ").text(label).raw("\"");
    }
    page.raw(">").raw(output.html()).raw("</div>\n");
    if (output.cut() > 0) {
      page.raw("<p class=\"nj-cut\" role=\"note\">");
      page.text(
          "The rest of this output (%s) is left out. The notebook file has all of it."
              .formatted(Units.bytes(source.length())));
      page.raw("</p>\n");
    }
    return true;
  }

  private boolean latex(String text, JsonNode data) {
    Matcher delimited = DELIMITED.matcher(text.strip());
    boolean formula = delimited.matches();
    String tex = formula ? delimited.group(2) : text.strip();
    if (!formula && !tex.startsWith("\\begin")) {
      page.raw("<div class=\"nj-prose\">").raw(markdown.output(text)).raw("</div>\n");
      return true;
    }
    String shown = markdown.formula(tex, true);
    if (shown.contains("<code") && data.has("image/png")) {
      return false;
    }
    page.raw("<div class=\"nj-latex\">").raw(shown).raw("</div>\n");
    return true;
  }

  private boolean pdf(String text) {
    String base64 = Images.base64(text);
    if (!base64.isEmpty()) {
      page.raw("<p><a download=\"output.pdf\" href=\"data:application/pdf;base64,").raw(base64);
      page.raw("\">Download PDF (").text(Units.bytes(base64.length() * 0.75)).raw(")</a></p>\n");
    }
    return !base64.isEmpty();
  }

  private boolean image(String type, String content, JsonNode data, JsonNode metadata) {
    Optional<String> uri = Images.dataUri(type, content);
    if (uri.isEmpty()) {
      return false;
    }
    JsonNode own = metadata.path(type);
    int width = own.path("width").asInt(metadata.path("width").asInt(0));
    int height = own.path("height").asInt(metadata.path("height").asInt(0));
    if (width <= 0 || height <= 0) {
      Optional<ImageSize> size =
          type.equals("image/svg+xml") ? Optional.empty() : ImageSize.of(content);
      int asked = width;
      width = asked > 0 ? asked : size.map(ImageSize::width).orElse(0);
      height = size.map(s -> asked > 0 ? s.height() * asked / s.width() : s.height()).orElse(0);
    }
    page.raw("<img class=\"nj-image\" loading=\"lazy\" alt=\"").text(alt(data));
    page.raw(width > 0 ? "\" width=\"" + width : "").raw(height > 0 ? "\" height=\"" + height : "");
    page.raw("\" src=\"").raw(uri.get()).raw("\">\n");
    return true;
  }

  private String alt(JsonNode data) {
    String text = data.path("text/plain").asString("").strip();
    return text.isEmpty() || text.startsWith("<") || text.length() > 200
        ? "Image output of " + label
        : text;
  }
}
