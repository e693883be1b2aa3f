package dev.nightjar.cli;

import dev.nightjar.cli.CellReport.Verdict;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes a JUnit report as Jenkins, GitLab and GitHub's reporters read it: a suite for each
/// notebook, a case for each code cell. Follows Jenkins' `junit-10.xsd`. For one report.
final class JUnitReport {
  /// What XML 1.0 can't hold, not even escaped.
  private static final Pattern NOT_XML =
      Pattern.compile("[^\\x09\\x0a\\x0d\\x20-\\ud7ff\\ue000-\\ufffd\\x{10000}-\\x{10ffff}]");

  private final XMLStreamWriter xml;

  private JUnitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /// How many cases there are, and of which kinds.
  private record Counts(long tests, long failures, long errors, long skipped, double seconds) {
    static Counts of(List<NotebookReport> reports) {
      List<Verdict> verdicts =
          reports.stream()
              .flatMap(report -> report.cells().stream())
              .map(CellReport::verdict)
              .toList();
      long empty = reports.stream().filter(JUnitReport::isOneCase).count();
      long errors = reports.stream().filter(report -> report.impossible() != null).count();
      long skipped = verdicts.stream().filter(Verdict.NotRun.class::isInstance).count();
      long passed = verdicts.stream().filter(Verdict.Passed.class::isInstance).count();
      return new Counts(
          verdicts.size() + empty,
          verdicts.size() - skipped - passed,
          errors,
          skipped + empty - errors,
          reports.stream().mapToDouble(NotebookReport::seconds).sum());
    }
  }

  /// Writes the report as UTF-8, flushes, leaves the stream open.
  static void write(List<NotebookReport> reports, OutputStream out) {
    try {
      var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JUnitReport(xml).document(reports);
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A notebook of which no cell is known is one case of its own.
  private static boolean isOneCase(NotebookReport report) {
    return report.impossible() != null || report.state() == BatchState.NOT_RUN;
  }

  private void document(List<NotebookReport> reports) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    start(0, "testsuites");
    attribute("name", "nightjar run-all");
    counts(Counts.of(reports));
    for (NotebookReport report : reports) {
      start(1, "testsuite");
      attribute("name", report.job().name());
      counts(Counts.of(List.of(report)));
      String className = className(report.job().name());
      if (isOneCase(report)) {
        whole(report, className);
      }
      for (CellReport cell : report.cells()) {
        cell(report, cell, className);
      }
      end(1);
    }
    end(0);
    xml.writeEndDocument();
  }

  /// Jenkins takes what stands before the last dot for a package.
  private static String className(String path) {
    return path.replaceFirst("\\.ipynb$", "").replace('.', '_').replace('/', '.');
  }

  private void counts(Counts counts) throws XMLStreamException {
    attribute("tests", Long.toString(counts.tests()));
    attribute("failures", Long.toString(counts.failures()));
    attribute("errors", Long.toString(counts.errors()));
    attribute("skipped", Long.toString(counts.skipped()));
    attribute("time", seconds(counts.seconds()));
  }

  private void whole(NotebookReport report, String className) throws XMLStreamException {
    start(2, "testcase");
    attribute("classname", className);
    attribute("name", "notebook");
    attribute("file", report.job().name());
    attribute("time", seconds(report.seconds()));
    if (report.impossible() == null) {
      skipped("the others were stopped before");
    } else {
      problem("error", "could not be run", report.problem(), report.impossible());
    }
    end(2);
  }

  private void cell(NotebookReport report, CellReport cell, String className)
      throws XMLStreamException {
    start(2, "testcase");
    attribute("classname", className);
    attribute("name", "%s %s".formatted(cell.prompt(), cell.title()));
    attribute("file", report.job().name());
    attribute("time", seconds(cell.seconds()));
    switch (cell.verdict()) {
      case Verdict.Passed _ -> {}
      case Verdict.Raised(String ename, String evalue, List<String> traceback) ->
          problem("failure", ename, ename + ": " + evalue, String.join("\n", traceback));
      case Verdict.CutShort(String kind, String message) ->
          problem("failure", kind, message, message);
      case Verdict.Differs(List<String> diff) ->
          problem(
              "failure",
              "difference",
              "%s %s".formatted(report.job().name(), cell.problem()),
              "--- stored\n+++ this run\n" + String.join("\n", diff));
      case Verdict.NotRun(String reason) -> skipped(reason);
    }
    if (!cell.stdout().isEmpty()) {
      start(3, "system-out");
      text(cell.stdout());
      xml.writeEndElement();
    }
    end(2);
  }

  private void problem(String element, String type, String message, String details)
      throws XMLStreamException {
    start(3, element);
    attribute("type", type);
    attribute("message", message);
    text(details);
    xml.writeEndElement();
  }

  private void skipped(String reason) throws XMLStreamException {
    start(3, "skipped");
    attribute("message", reason);
    xml.writeEndElement();
  }

  private void start(int depth, String element) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
    xml.writeStartElement(element);
  }

  private void end(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, NOT_XML.matcher(Ansi.strip(value)).replaceAll(""));
  }

  private void text(String text) throws XMLStreamException {
    xml.writeCharacters(NOT_XML.matcher(Ansi.strip(text)).replaceAll(""));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
