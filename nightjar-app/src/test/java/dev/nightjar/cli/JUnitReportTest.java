package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.CellReport.Verdict;
import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.notebook.parameters.Parameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JUnitReportTest {
  private static Document parsed(byte[] xml) throws Exception {
    var factory = DocumentBuilderFactory.newDefaultInstance();
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
  }

  private static Element element(Document document, String name, int index) {
    return (Element) document.getElementsByTagName(name).item(index);
  }

  private static Document report(CellReport... cells) throws Exception {
    var job = new BatchJob("a/b.1.ipynb", Parameters.empty(), NotebookRequest.of("", null), null);
    var report = new NotebookReport(job, null, BatchState.FAILED, 2.5, List.of(cells), null);
    var out = new ByteArrayOutputStream();
    JUnitReport.write(List.of(report), out);
    return parsed(out.toByteArray());
  }

  @Test
  void has_a_suite_for_a_notebook_and_a_case_for_each_cell() throws Exception {
    Document xml =
        report(
            new CellReport("In [1]", "x = 1", 0.25, "", new Verdict.Passed()),
            new CellReport("In [2]", "x", 0, "", new Verdict.Differs(List.of("-1", "+2"))),
            new CellReport("In [ ]", "y", 0, "", new Verdict.NotRun("tagged")));
    Element suite = element(xml, "testsuite", 0);
    assertThat(suite.getAttribute("name")).isEqualTo("a/b.1.ipynb");
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("0");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getAttribute("time")).isEqualTo("2.500");
    Element first = element(xml, "testcase", 0);
    assertThat(first.getAttribute("classname")).isEqualTo("a.b_1");
    assertThat(first.getAttribute("name")).isEqualTo("In [1] x = 1");
    assertThat(first.getAttribute("time")).isEqualTo("0.250");
    Element difference = element(xml, "failure", 0);
    assertThat(difference.getAttribute("type")).isEqualTo("difference");
    assertThat(difference.getTextContent()).isEqualTo("--- stored\n+++ this run\n-1\n+2");
    assertThat(element(xml, "skipped", 0).getAttribute("message")).isEqualTo("tagged");
  }

  @Test
  void holds_any_text_without_colours_and_control_characters() throws Exception {
    Verdict raised =
        new Verdict.Raised(
            "E", "<&\">]]>", List.of("\u001b[31mred\u001b[0m", "\u0000\ud800 😀 ]]>"));
    Document xml = report(new CellReport("In [1]", "'\u0008'", 0, "\u001b[1mé\b\ufffe\n", raised));
    Element failure = element(xml, "failure", 0);
    assertThat(failure.getAttribute("message")).isEqualTo("E: <&\">]]>");
    assertThat(failure.getTextContent()).isEqualTo("red\n 😀 ]]>");
    assertThat(element(xml, "system-out", 0).getTextContent()).isEqualTo("é\n");
  }

  @Test
  void tells_of_real_runs(@TempDir Path folder) throws Exception {
    CommandRun.copy("failing.ipynb", folder.resolve("failing.ipynb"));
    Files.writeString(folder.resolve("broken.ipynb"), "[]");
    CommandRun.in(folder, "run-all", "--junit", "reports/junit.xml", ".");
    Document xml = parsed(Files.readAllBytes(folder.resolve("reports/junit.xml")));
    Element all = xml.getDocumentElement();
    assertThat(all.getAttribute("tests")).isEqualTo("5");
    assertThat(all.getAttribute("failures")).isEqualTo("1");
    assertThat(all.getAttribute("errors")).isEqualTo("1");
    assertThat(all.getAttribute("skipped")).isEqualTo("2");
    assertThat(element(xml, "error", 0).getTextContent()).contains("is not a notebook");
    assertThat(element(xml, "system-out", 0).getTextContent()).isEqualTo("before\n");
    Element failure = element(xml, "failure", 0);
    assertThat(failure.getAttribute("type")).isEqualTo("ZeroDivisionError");
    assertThat(failure.getTextContent()).contains("----> 2 1 / 0").doesNotContain("[0;31m");
    assertThat(element(xml, "testcase", 3).getAttribute("name")).isEqualTo("In [3] print('never')");
  }
}
