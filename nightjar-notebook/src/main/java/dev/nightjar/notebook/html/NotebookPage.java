package dev.nightjar.notebook.html;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.html.Markdown.Heading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The whole page: head, run, contents, cells. One object writes one page; not thread-safe.
final class NotebookPage {
  private static final String STYLE = Resource.text("notebook.css");
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; media-src data:";

  private final RunFacts facts;
  private final Notebook notebook;
  private final String language;
  private final CapturedOutputs captured;
  private final PageWriter page;
  private final Markdown markdown = new Markdown();
  private final List<Heading> headings = new ArrayList<>();
  private final Map<CellView, String> prose = new HashMap<>();

  NotebookPage(Notebook notebook, PageWriter page) {
    this.notebook = notebook;
    this.facts = RunFacts.of(notebook);
    this.language = notebook.language().or(notebook::kernelName).orElse("python");
    this.captured = CapturedOutputs.of(notebook);
    this.page = page;
  }

  void write(String title) {
    for (CellView view : facts.cells()) {
      if (view.cell().type().equals("markdown") && !view.isRemoved()) {
        Cell cell = view.cell();
        prose.put(
            view, markdown.cell(cell.source(), cell.json().path("attachments"), headings::add));
      }
    }
    head(title);
    boolean contents = headings.size() > 1;
    page.raw("<body").raw(contents ? " class=\"nj-with-toc\"" : "").raw(">\n");
    page.raw("<a class=\"nj-skip\" href=\"#nj-main\">Skip to the notebook</a>\n");
    new RunHeader(notebook, facts, page).write(title);
    if (contents) {
      Contents.write(headings, page);
    }
    page.raw("<main id=\"nj-main\">\n");
    facts.cells().stream().filter(view -> !view.isRemoved()).forEach(this::cell);
    page.raw("</main>\n");
    page.raw(
        "<footer class=\"nj-foot\">Made with Nightjar. This page needs no network and runs no");
    page.raw(" script.</footer>\n</body>\n</html>\n");
    page.flush();
  }

  private void head(String title) {
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n<title>").text(title);
    page.raw("</title>\n<style>\n").raw(STYLE).raw("</style>\n</head>\n");
  }

  private void cell(CellView view) {
    switch (view.cell().type()) {
      case "markdown" -> {
        page.raw("<div class=\"nj-row nj-prose-cell\" id=\"" + view.anchor() + "\">");
        page.raw("<div class=\"nj-gutter\"></div><div class=\"nj-prose\">\n");
        page.raw(prose.getOrDefault(view, "")).raw("</div></div>\n");
      }
      case "code" -> {
        if (!view.isEmpty() || view.wasRun()) {
          code(view);
        }
      }
      default -> {
        page.raw(
            "<div class=\"nj-row\" id=\"" + view.anchor() + "\"><div class=\"nj-gutter\"></div>");
        page.raw("<pre class=\"nj-raw\">").text(view.cell().source()).raw("</pre></div>\n");
      }
    }
  }

  private void code(CellView view) {
    boolean failed = view.error().isPresent();
    page.raw("<article class=\"nj-cell").raw(failed ? " nj-failed" : "").raw("\" id=\"");
    page.raw(view.anchor() + "\" aria-label=\"").text(view.label()).raw("\">\n");
    page.raw("<div class=\"nj-row\"><div class=\"nj-gutter\"><a class=\"nj-prompt\" href=\"#");
    page.raw(view.anchor() + "\">");
    page.text(view.cell().executionCount().isPresent() ? view.label() : "In [ ]").raw("</a>");
    view.seconds()
        .ifPresent(
            seconds ->
                page.raw("<span class=\"nj-time\" title=\"Time that the cell took\">")
                    .text(Units.duration(seconds))
                    .raw("</span>"));
    page.raw("</div><div class=\"nj-input\">\n");
    input(view);
    page.raw("</div></div>\n");
    if (!view.areOutputsRemoved() && !view.cell().json().path("outputs").isEmpty()) {
      boolean hidden = view.areOutputsHidden() && !failed;
      page.raw(hidden ? "<details class=\"nj-hidden\"><summary>Output</summary>\n" : "");
      new OutputView(page, markdown, view.label()).write(captured.shownIn(view.cell().outputs()));
      page.raw(hidden ? "</details>\n" : "");
    }
    page.raw("</article>\n");
  }

  private void input(CellView view) {
    if (view.cell().hasTag("injected-parameters")) {
      page.raw("<p class=\"nj-chip\">parameters of this run</p>\n");
    } else if (view.cell().hasTag("parameters")) {
      page.raw("<p class=\"nj-chip\">default parameters</p>\n");
    }
    if (view.isSourceRemoved() || view.isEmpty()) {
      return;
    }
    boolean hidden = view.isSourceHidden();
    page.raw(hidden ? "<details class=\"nj-hidden\"><summary>Code</summary>\n" : "");
    page.raw("<pre class=\"nj-code\" tabindex=\"0\"><code>");
    page.raw(Highlighter.cell(view.cell().source(), language)).raw("\n</code></pre>\n");
    page.raw(hidden ? "</details>\n" : "");
  }
}
