package dev.nightjar.yaml;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.notebook.parameters.InjectedParameters;
import dev.nightjar.notebook.parameters.ParameterTranslator;
import dev.nightjar.notebook.parameters.ParameterTranslators;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.PathTemplate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Parameters from the command line to the notebook, beside what papermill did with them.
class RecordedPapermillTest {
  @Test
  void values_are_written_in_every_language_as_papermill_writes_them() {
    SoftAssertions.assertSoftly(
        softly -> {
          for (JsonNode group : Recordings.of("translators.json")) {
            ParameterTranslator translator =
                ParameterTranslators.find(
                    group.get("kernel").stringValue(), group.get("language").stringValue());
            softly
                .assertThat(translator.comment("Parameters"))
                .isEqualTo(group.get("comment").stringValue());
            group.get("values").forEach(row -> compareValue(translator, row, softly));
          }
        });
  }

  private static void compareValue(
      ParameterTranslator translator, JsonNode row, SoftAssertions softly) {
    ParameterValue value = ParameterDocuments.value(row.get("yaml").stringValue());
    String name = row.get("name").stringValue();
    JsonNode expected = row.path("expected");
    if (expected.isString()) {
      softly
          .assertThat(translator.assign(name, translator.translate(value)))
          .isEqualTo(expected.stringValue());
    } else {
      softly
          .assertThatThrownBy(() -> translator.translate(value))
          .isInstanceOf(NotebookException.class);
    }
  }

  @Test
  void command_lines_lead_to_the_notebooks_and_warnings_of_papermill() {
    SoftAssertions.assertSoftly(
        softly -> Recordings.of("papermill.json").forEach(row -> compareRun(row, softly)));
  }

  private static void compareRun(JsonNode row, SoftAssertions softly) {
    String name = row.get("name").stringValue();
    List<String> warnings = new ArrayList<>();
    List<String> expectedWarnings = strings(row.get("warnings"));
    Notebook notebook;
    try {
      RecordedCommandLine line = RecordedCommandLine.of(row);
      PathTemplate.Builtins pm = PathTemplate.Builtins.of(Clock.systemUTC());
      softly
          .assertThat(PathTemplate.expand(line.paths().get(1), line.parameters(), pm))
          .as(name)
          .isEqualTo(row.get("output").asString(""));
      notebook = NotebookFormat.read(row.get("input"), "input.ipynb");
      InjectedParameters.inject(
          notebook,
          line.parameters(),
          new InjectedParameters.Options(false, line.kernel(), null, "Parameters"),
          warnings::add);
    } catch (NotebookException e) {
      softly.assertThat(row.get("rc").intValue()).as("%s: %s", name, e.getMessage()).isOne();
      strings(row.get("messages"))
          .forEach(message -> softly.assertThat(e.getMessage()).as(name).contains(message));
      softly.assertThat(warnings).as(name).isEqualTo(expectedWarnings);
      return;
    }
    softly.assertThat(row.get("rc").intValue()).as(name).isZero();
    softly.assertThat(warnings).as(name).isEqualTo(expectedWarnings);
    softly
        .assertThat(notebook.cells().stream().map(Cell::source).toList())
        .as(name)
        .isEqualTo(strings(row.get("sources")));
    softly
        .assertThat(notebook.metadata().path("papermill").path("parameters"))
        .as(name)
        .isEqualTo(
            warnings.isEmpty() && row.get("parameters").isEmpty()
                ? MissingNode.getInstance()
                : row.get("parameters"));
  }

  static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(element -> strings.add(element.stringValue()));
    return strings;
  }
}
