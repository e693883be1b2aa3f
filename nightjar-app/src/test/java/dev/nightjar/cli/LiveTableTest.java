package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.parameters.Parameters;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LiveTableTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Notebook notebook =
      new Notebook(
          new ArrayList<>(List.of(Cell.markdown("# Title"), Cell.code("x = 1"), Cell.code("\ty"))),
          Json.object());

  private static BatchJob job(String name) {
    return new BatchJob(name, Parameters.empty(), NotebookRequest.of(name, null), null);
  }

  private static NotebookReport passed(String name) {
    return new NotebookReport(job(name), null, BatchState.PASSED, 1, List.of(), null);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Nested
  class OnATerminal {
    private final LiveTable table = new LiveTable(out, new Screen(60, 8, false));

    /// The lines that a terminal shows after all that was written, but for empty ones: it knows
    /// lines, going up, and clearing to a line's end.
    private List<String> screen() {
      List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
      int row = 0;
      Matcher matcher =
          Pattern.compile("\u001b\\[(\\??\\d*)([A-Za-z])|[\r\n]|[^\u001b\r\n]+").matcher(written());
      boolean atStart = true;
      while (matcher.find()) {
        String token = matcher.group();
        if ("A".equals(matcher.group(2))) {
          row -= Integer.parseInt(matcher.group(1));
          assertThat(row).isNotNegative();
        } else if ("K".equals(matcher.group(2))) {
          lines.get(row).setLength(atStart ? 0 : lines.get(row).length());
        } else if (token.equals("\n")) {
          row++;
          atStart = true;
          if (row == lines.size()) {
            lines.add(new StringBuilder());
          }
        } else if (matcher.group(2) == null && !token.equals("\r")) {
          if (atStart) {
            lines.get(row).setLength(0);
          }
          lines.get(row).append(token);
          atStart = false;
        }
      }
      return lines.stream().map(StringBuilder::toString).filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void shows_a_line_for_each_run_in_place() {
      BatchRow first = table.add(job("a.ipynb"));
      table.add(job("b.ipynb"));
      table.draw();
      assertThat(screen()).hasSize(3).last().isEqualTo("2 waiting");
      first.begin();
      first.started(notebook);
      first.cellStarted(1, notebook.cells().get(1));
      first.cellFinished(1, notebook.cells().get(1));
      first.cellStarted(2, notebook.cells().get(2));
      table.draw();
      assertThat(screen().get(0)).matches("running +1/2 +[\\d.]+ s a\\.ipynb  y");
      assertThat(screen().get(1)).matches("waiting +b\\.ipynb +");
      assertThat(screen().get(2)).isEqualTo("1 waiting, 1 running");
    }

    @Test
    void never_writes_wider_than_the_terminal() {
      BatchRow row = table.add(job("a/very/long/path/of/a/notebook/in/a/deep/folder.ipynb"));
      row.begin();
      row.started(notebook);
      row.cellStarted(1, Cell.code("text = '%s'".formatted("x".repeat(100))));
      table.draw();
      assertThat(screen()).allMatch(line -> line.length() <= 60);
      assertThat(screen().getFirst()).contains("…p/folder.ipynb  text = 'x");
    }

    @Test
    void shows_first_what_runs_where_there_is_not_room_for_all() {
      List<BatchRow> rows = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        rows.add(table.add(job(i + ".ipynb")));
      }
      rows.get(17).begin();
      table.draw();
      assertThat(screen()).hasSize(7).anyMatch(line -> line.contains("17.ipynb"));
      assertThat(screen().getLast()).isEqualTo("19 waiting, 1 running");
    }

    @Test
    void keeps_notes_above_and_leaves_nothing_else_behind() {
      BatchRow row = table.add(job("a.ipynb"));
      table.draw();
      row.warned("odd");
      row.warned("odd");
      table.draw();
      assertThat(screen()).hasSize(3).first().isEqualTo("a.ipynb: odd");
      table.close();
      assertThat(screen()).containsExactly("a.ipynb: odd");
    }
  }

  @Nested
  class Elsewhere {
    @Test
    void prints_a_line_for_each_run_that_ends() {
      LiveTable table = new LiveTable(out, null);
      BatchRow row = table.add(job("a.ipynb"));
      table.start();
      row.begin();
      row.started(notebook);
      row.end(passed("a.ipynb"));
      table.draw();
      table.close();
      assertThat(written()).matches("passed +0/2 +0\\.\\d s a\\.ipynb\n");
    }
  }
}
