package dev.nightjar.notebook.html;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Where the time went: bars for the slowest cells, a table of all. CPU time and memory are shown
/// if the cells carry them, as `metadata.nightjar.profile`:
/// `{"cpu_seconds": 1.23, "peak_memory_bytes": 123456789}`.
final class Timings {
  private static final int BARS = 8;

  private record Row(CellView cell, double seconds, Optional<Double> cpu, Optional<Double> memory) {
    static Optional<Row> of(CellView cell) {
      return cell.seconds()
          .map(
              seconds ->
                  new Row(
                      cell,
                      seconds,
                      number(cell.profile().path("cpu_seconds")),
                      number(cell.profile().path("peak_memory_bytes"))));
    }

    private static Optional<Double> number(JsonNode node) {
      return node.isNumber() ? Optional.of(node.doubleValue()) : Optional.empty();
    }
  }

  private Timings() {}

  static void write(RunFacts facts, PageWriter page) {
    List<Row> rows =
        facts.cells().stream()
            .filter(view -> view.cell().isCode() && !view.isRemoved())
            .flatMap(view -> Row.of(view).stream())
            .toList();
    double total = rows.stream().mapToDouble(Row::seconds).sum();
    if (rows.size() < 2 || total <= 0) {
      return;
    }
    List<Row> slowest =
        rows.stream()
            .sorted(Comparator.comparingDouble(Row::seconds).reversed())
            .limit(BARS)
            .filter(row -> row.seconds() >= total / 200)
            .toList();
    boolean profiled = rows.stream().anyMatch(row -> row.cpu().isPresent());
    page.raw(
        "<details class=\"nj-timings\">\n<summary>Where the time went</summary>\n<ol class=\"nj-bars\">\n");
    slowest.forEach(row -> bar(row, slowest.getFirst().seconds(), page));
    page.raw("</ol>\n");
    if (profiled) {
      page.raw("<p class=\"nj-legend\"><span class=\"nj-key\"></span> of it on the CPU</p>\n");
    }
    page.raw("<details>\n<summary>").text("All " + Units.count(rows.size(), "timed cell"));
    page.raw("</summary>\n<div class=\"nj-scroll\" tabindex=\"0\" role=\"region\"");
    page.raw(" aria-label=\"Time per cell\">\n<table class=\"nj-numbers\">\n<thead><tr>");
    page.raw("<th scope=\"col\">Cell</th><th scope=\"col\">Time</th>");
    page.raw(profiled ? "<th scope=\"col\">CPU</th><th scope=\"col\">Peak memory</th>" : "");
    page.raw("</tr></thead>\n<tbody>\n");
    rows.forEach(row -> tableRow(row, profiled, page));
    page.raw("</tbody>\n</table>\n</div>\n</details>\n</details>\n");
  }

  private static void bar(Row row, double longest, PageWriter page) {
    page.raw("<li><a href=\"#" + row.cell().anchor() + "\">").text(row.cell().label());
    page.raw("</a> <span class=\"nj-bar\" aria-hidden=\"true\"><span style=\"width:");
    page.raw(percent(row.seconds() / longest)).raw("\">");
    row.cpu()
        .ifPresent(
            cpu ->
                page.raw("<i style=\"width:")
                    .raw(percent(Math.min(1, cpu / Math.max(1e-9, row.seconds()))))
                    .raw("\"></i>"));
    page.raw("</span></span> <span class=\"nj-took\">").text(Units.duration(row.seconds()));
    row.memory().ifPresent(bytes -> page.text(", " + Units.bytes(bytes)));
    page.raw("</span> <code class=\"nj-first\">").text(firstLine(row.cell())).raw("</code></li>\n");
  }

  private static String firstLine(CellView view) {
    String line =
        view.cell()
            .source()
            .lines()
            .map(String::strip)
            .filter(text -> !text.isEmpty() && "#%@".indexOf(text.charAt(0)) < 0)
            .findFirst()
            .orElse("");
    return line.length() > 80 ? line.substring(0, 80) + "…" : line;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", share * 100);
  }

  private static void tableRow(Row row, boolean profiled, PageWriter page) {
    page.raw("<tr><th scope=\"row\"><a href=\"#" + row.cell().anchor() + "\">");
    page.text(row.cell().label()).raw("</a></th><td>").text(Units.duration(row.seconds()));
    if (profiled) {
      page.raw("</td><td>").text(row.cpu().map(Units::duration).orElse("–"));
      page.raw("</td><td>").text(row.memory().map(Units::bytes).orElse("–"));
    }
    page.raw("</td></tr>\n");
  }
}
