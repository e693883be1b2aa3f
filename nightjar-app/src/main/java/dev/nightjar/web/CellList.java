package dev.nightjar.web;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The code cells of a notebook as they fill in: source, text and pictures of their outputs, and
/// how long each took. All of it is text or pictures, since notebooks may hold anything.
final class CellList {
  private static final int LONGEST_SOURCE = 20_000;
  private static final int LONGEST_OUTPUT = 6_000;
  private static final int LONGEST_PICTURE = 1_000_000;
  private static final int MOST_CELLS = 1_000;
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");

  private final List<Row> rows = new ArrayList<>();
  private final double longest;

  private record Row(Cell cell, int number, Kind kind, @Nullable Double seconds) {}

  private enum Kind {
    DONE("done"),
    RUNNING("running"),
    FAILED("failed"),
    WAITING("not run");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /// @param running the index of the cell that runs now; -1 for none
  CellList(Notebook notebook, int running) {
    int number = 0;
    for (int i = 0; i < notebook.cells().size(); i++) {
      Cell cell = notebook.cells().get(i);
      if (cell.hasTag("papermill-error-cell-tag")) {
        continue;
      }
      number++;
      if (cell.isCode() && !cell.source().isBlank() && rows.size() < MOST_CELLS) {
        JsonNode seconds = cell.metadata().path("papermill").path("duration");
        rows.add(
            new Row(
                cell,
                number,
                kind(cell, i == running),
                seconds.isNumber() ? seconds.doubleValue() : null));
      }
    }
    longest =
        Math.max(
            1,
            rows.stream()
                .mapToDouble(row -> row.seconds() == null ? 0 : row.seconds())
                .max()
                .orElse(0));
  }

  private static Kind kind(Cell cell, boolean running) {
    if (running) {
      return Kind.RUNNING;
    }
    String status = cell.metadata().path("papermill").path("status").asString("");
    return switch (status) {
      case "failed" -> Kind.FAILED;
      case "running" -> Kind.RUNNING;
      case "completed" -> Kind.DONE;
      default -> cell.executionCount().isPresent() ? Kind.DONE : Kind.WAITING;
    };
  }

  /// How many cells there are of which so many are done.
  Html of() {
    if (rows.isEmpty()) {
      return Html.of("<p class=\"none\">This notebook has no code.</p>");
    }
    return Html.of("<ol class=\"cells\">{}</ol>", rows.stream().map(this::row).toList());
  }

  private Html row(Row row) {
    Html outputs = outputs(row);
    boolean open = row.kind() == Kind.FAILED || row.kind() == Kind.RUNNING;
    return Html.of(
        """
        <li class="cell cell-{}" id="cell-{}" data-key="cell-{}"><details{}><summary>\
        <span class="cell-sign" aria-hidden="true"></span><span class="cell-number">{}<span class="unseen"> {}</span></span>\
        <code class="cell-first">{}</code>{}<span class="cell-time">{}</span></summary>
        <pre class="source" tabindex="0" aria-label="Source of cell {}"><code>{}</code></pre></details>{}</li>
        """,
        row.kind().name().toLowerCase(Locale.ROOT),
        row.number(),
        row.number(),
        Html.when(open, " open"),
        row.cell().executionCount().isPresent()
            ? "[" + row.cell().executionCount().getAsInt() + "]"
            : row.kind() == Kind.RUNNING ? "[*]" : "[ ]",
        row.kind().words,
        firstLine(row.cell()),
        bar(row),
        row.seconds() == null
            ? ""
            : Moments.duration(Duration.ofMillis(Math.round(row.seconds() * 1000))),
        row.number(),
        PlainText.start(row.cell().source(), LONGEST_SOURCE),
        outputs.isEmpty() ? outputs : Html.of("<div class=\"outputs\">{}</div>", outputs));
  }

  private Html bar(Row row) {
    double share = row.seconds() == null ? 0 : row.seconds() / longest * 100;
    return Html.of(
        "<svg class=\"cell-bar\" height=\"8\" aria-hidden=\"true\"><rect width=\"{}%\" height=\"8\" rx=\"2\"/></svg>",
        String.format(Locale.ROOT, "%.1f", share));
  }

  private static String firstLine(Cell cell) {
    List<String> lines =
        cell.source().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String first =
        lines.stream()
            .filter(line -> "#%@".indexOf(line.charAt(0)) < 0)
            .findFirst()
            .orElse(lines.isEmpty() ? "" : lines.getFirst());
    return PlainText.start(first, 160);
  }

  private static Html outputs(Row row) {
    List<Html> shown = new ArrayList<>();
    var streamed = new StringBuilder();
    String stream = "";
    for (Output output : row.cell().outputs()) {
      String name = output instanceof Output.Stream(String of, _) ? of : "";
      if (!name.equals(stream)) {
        shown.add(text(streamed.toString(), stream));
        streamed.setLength(0);
        stream = name;
      }
      switch (output) {
        case Output.Stream(_, String text) -> streamed.append(text);
        case Output.DisplayData(JsonNode data, _) -> shown.add(data(data, row));
        case Output.ExecuteResult(_, JsonNode data, _) -> shown.add(data(data, row));
        case Output.ErrorOutput(String kind, String value, List<String> traceback) ->
            shown.add(
                text(
                    traceback.isEmpty() ? kind + ": " + value : String.join("\n", traceback),
                    "error"));
        case Output.Unknown _ -> {}
      }
    }
    shown.add(text(streamed.toString(), stream));
    return shown.stream().allMatch(Html::isEmpty) ? Html.NONE : Html.of("{}", shown);
  }

  /// @param kind `stdout`, `stderr`, `error` or `value`
  private static Html text(String text, String kind) {
    String plain = PlainText.end(PlainText.of(text).stripTrailing(), LONGEST_OUTPUT);
    return plain.isEmpty() ? Html.NONE : Html.of("<pre class=\"output {}\">{}</pre>", kind, plain);
  }

  private static Html data(JsonNode data, Row row) {
    for (String type : List.of("image/png", "image/jpeg")) {
      String content = data.path(type).asString("");
      if (!content.isEmpty()
          && content.length() <= LONGEST_PICTURE
          && BASE64.matcher(content).matches()) {
        return Html.of(
            "<img class=\"output\" alt=\"Picture from cell {}\" src=\"data:{};base64,{}\">",
            row.number(),
            type,
            content.replaceAll("\\s", ""));
      }
    }
    String text = data.path("text/plain").asString("");
    return text.isEmpty() ? Html.NONE : text(text, "value");
  }
}
