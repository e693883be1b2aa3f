package dev.nightjar.notebook.html;

import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The top of the page: what was run, with which parameters, and how it ended.
final class RunHeader {
  private final Notebook notebook;
  private final RunFacts facts;
  private final PageWriter page;
  private final JsonNode papermill;

  RunHeader(Notebook notebook, RunFacts facts, PageWriter page) {
    this.notebook = notebook;
    this.facts = facts;
    this.page = page;
    this.papermill = notebook.metadata().path("papermill");
  }

  void write(String title) {
    RunFacts.Status status = facts.status();
    page.raw("<header class=\"nj-head\">\n<h1>").text(title).raw("</h1>\n<p class=\"nj-summary\">");
    page.raw("<span class=\"nj-status " + status.style + "\">").text(status.label);
    page.raw("</span>");
    summary().forEach(part -> page.raw(" <span class=\"nj-part\">").raw(part).raw("</span>"));
    page.raw("</p>\n");
    facts.failed().ifPresent(this::banner);
    parameters();
    Timings.write(facts, page);
    runFacts();
    page.raw("</header>\n");
  }

  private List<String> summary() {
    List<String> parts = new ArrayList<>();
    if (facts.codeCells() > 0) {
      parts.add(
          facts.runCells() == facts.codeCells()
              ? Units.count(facts.runCells(), "code cell") + " run"
              : "%d of %s run"
                  .formatted(facts.runCells(), Units.count(facts.codeCells(), "code cell")));
    }
    if (papermill.path("duration").isNumber()) {
      parts.add(Units.duration(papermill.path("duration").doubleValue()));
    }
    if (facts.warnings() > 0) {
      parts.add(Units.count(facts.warnings(), "warning"));
    }
    kernel().ifPresent(kernel -> parts.add(PageWriter.escape(kernel)));
    return parts;
  }

  private Optional<String> kernel() {
    String shown = notebook.metadata().path("kernelspec").path("display_name").asString("");
    return shown.isEmpty() ? notebook.kernelName() : Optional.of(shown);
  }

  private void banner(CellView failed) {
    Output.ErrorOutput error = failed.error().orElseThrow();
    String message = error.evalue().lines().findFirst().orElse("");
    page.raw("<div class=\"nj-banner\" role=\"note\">\n<p><strong>").text(error.ename());
    page.raw("</strong>");
    if (!message.isBlank()) {
      String brief = message.length() > 300 ? message.substring(0, 300) + "…" : message;
      page.raw(": ").raw(Terminal.html(brief));
    }
    page.raw("</p>\n<p><a href=\"#" + failed.anchor() + "\">Jump to ").text(failed.label());
    page.raw("</a>");
    int notRun = facts.codeCells() - facts.runCells();
    if (facts.errors() > 1) {
      page.raw(", the first of " + Units.count(facts.errors(), "cell") + " with an error");
    } else if (facts.stopped() && notRun > 0) {
      page.raw(", where the run stopped; " + Units.count(notRun, "code cell") + " not run");
    }
    page.raw("</p>\n</div>\n");
  }

  private void parameters() {
    JsonNode parameters = papermill.path("parameters");
    if (parameters.isEmpty()) {
      return;
    }
    page.raw("<section class=\"nj-parameters\">\n<h2>Parameters</h2>\n<div class=\"nj-scroll\"");
    page.raw(" tabindex=\"0\" role=\"region\" aria-label=\"Parameters\">\n<table>\n");
    page.raw(
        "<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Value</th></tr></thead>\n<tbody>");
    for (var parameter : parameters.properties()) {
      JsonNode value = parameter.getValue();
      String shown = value.isString() ? value.stringValue() : value.toString();
      page.raw("<tr><th scope=\"row\">").text(parameter.getKey());
      page.raw("</th><td><code>");
      page.text(shown.length() > 2000 ? shown.substring(0, 2000) + "…" : shown);
      page.raw("</code></td></tr>\n");
    }
    page.raw("</tbody>\n</table>\n</div>\n</section>\n");
  }

  private void runFacts() {
    Map<String, String> rows = new LinkedHashMap<>();
    kernel().ifPresent(kernel -> rows.put("Kernel", kernel));
    JsonNode language = notebook.metadata().path("language_info");
    rows.put(
        "Language",
        notebook
            .language()
            .map(name -> name + " " + language.path("version").asString(""))
            .orElse(""));
    rows.put("Started", time("start_time"));
    rows.put("Ended", time("end_time"));
    rows.put(
        "Duration",
        papermill.path("duration").isNumber()
            ? Units.duration(papermill.path("duration").doubleValue())
            : "");
    rows.put("Input", papermill.path("input_path").asString(""));
    rows.put("Output", papermill.path("output_path").asString(""));
    String nightjar = notebook.metadata().path("nightjar").path("version").asString("");
    rows.put("Run by", nightjar.isEmpty() ? "" : "Nightjar " + nightjar);
    rows.put("papermill format", papermill.path("version").asString(""));
    rows.values().removeIf(String::isBlank);
    if (rows.isEmpty()) {
      return;
    }
    page.raw("<details class=\"nj-facts\">\n<summary>About this run</summary>\n<dl>\n");
    rows.forEach(
        (name, value) ->
            page.raw("<dt>").text(name).raw("</dt><dd>").text(value.strip()).raw("</dd>\n"));
    page.raw("</dl>\n</details>\n");
  }

  private String time(String field) {
    String time = papermill.path(field).asString("");
    return time.isEmpty() ? "" : Units.time(time);
  }
}
