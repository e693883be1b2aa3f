package dev.nightjar.cli;

import dev.nightjar.cli.CellReport.Verdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// Tells people how many notebooks did: a table, then each cell in which something is wrong, then
/// the totals.
///
/// @param out where to
/// @param width the columns that there are; of what is longer in the table, a part is shown
/// @param colours whether there are colours
record BatchSummary(PrintStream out, int width, boolean colours) {
  /// For a file, or another program.
  static final int ANY_WIDTH = 500;

  private static final int TRACEBACK_TAIL = 15;
  private static final int LONGEST_VALUE = 30;
  private static final int NARROWEST = 20;

  /// What state, cells, seconds and the gaps take.
  private static final int OTHER_COLUMNS = 32;

  /// Prints it all.
  ///
  /// @param seconds how long all took together
  void print(List<NotebookReport> reports, double seconds) {
    table(reports).lines("").forEach(out::println);
    for (NotebookReport report : reports) {
      if (report.impossible() != null) {
        heading(report.job().name());
        out.println(report.impossible());
      }
      if (report.state() != BatchState.STOPPED) {
        report.problems().forEach(cell -> problem(report, cell));
      }
    }
    out.println();
    out.println(totals(reports, seconds));
  }

  private Table table(List<NotebookReport> reports) {
    List<String> varied = List.copyOf(reports.getFirst().job().varied().names());
    boolean isGrid = !varied.isEmpty();
    boolean hasProblems = reports.stream().anyMatch(report -> !report.problem().isEmpty());
    List<String> header = new ArrayList<>(varied);
    header.addAll(List.of("STATE", "CELLS", "SECONDS", isGrid ? "OUTPUT" : "NOTEBOOK"));
    if (hasProblems) {
      header.add("PROBLEM");
    }
    Table table = new Table(header, Set.of(varied.size() + 1, varied.size() + 2));
    int room = Math.max(2 * NARROWEST, width - OTHER_COLUMNS - varied.size() * 10);
    for (NotebookReport report : reports) {
      String place = isGrid ? Objects.requireNonNullElse(report.output(), "") : report.job().name();
      List<String> row = new ArrayList<>();
      for (String name : varied) {
        String value = Objects.requireNonNull(report.job().varied().get(name)).str();
        row.add(Table.beginning(Ansi.line(value), LONGEST_VALUE));
      }
      row.add(report.state().padded(colours));
      row.add(report.progress());
      row.add(String.format(Locale.ROOT, "%.1f", report.seconds()));
      row.add(Table.end(Ansi.line(place), hasProblems ? room / 2 : room));
      if (hasProblems) {
        row.add(Table.beginning(report.problem(), room / 2));
      }
      table.add(row.toArray(String[]::new));
    }
    return table;
  }

  private void problem(NotebookReport report, CellReport cell) {
    switch (cell.verdict()) {
      case Verdict.Raised(String ename, String evalue, List<String> traceback) -> {
        heading("%s %s: %s".formatted(report.job().name(), cell.prompt(), cell.title()));
        List<String> lines = String.join("\n", traceback).lines().toList();
        if (lines.isEmpty()) {
          out.println(ename + ": " + evalue);
        }
        for (String line :
            lines.subList(Math.max(0, lines.size() - TRACEBACK_TAIL), lines.size())) {
          out.println(colours ? line + Ansi.RESET : Ansi.strip(line));
        }
      }
      case Verdict.CutShort(_, String message) -> {
        heading("%s %s: %s".formatted(report.job().name(), cell.prompt(), cell.title()));
        out.println(message);
      }
      case Verdict.Differs(List<String> diff) -> {
        heading("%s %s: %s".formatted(report.job().name(), cell.prompt(), cell.title()));
        out.println("--- stored");
        out.println("+++ this run");
        diff.forEach(line -> out.println(coloured(line)));
      }
      case Verdict.Passed _, Verdict.NotRun _ -> {}
    }
  }

  private void heading(String text) {
    String line = "── %s ──".formatted(Ansi.line(text));
    out.println();
    out.println(colours ? Ansi.BOLD + line + Ansi.RESET : line);
  }

  private String coloured(String line) {
    String colour =
        switch (line.charAt(0)) {
          case '-' -> Ansi.RED;
          case '+' -> Ansi.GREEN;
          case '@' -> Ansi.CYAN;
          default -> "";
        };
    return colours && !colour.isEmpty() ? colour + line + Ansi.RESET : line;
  }

  private static String totals(List<NotebookReport> reports, double seconds) {
    List<String> parts = new ArrayList<>();
    for (BatchState state : BatchState.values()) {
      long count = reports.stream().filter(report -> report.state() == state).count();
      if (count > 0) {
        parts.add("%d %s".formatted(count, state.word()));
      }
    }
    return String.format(
        Locale.ROOT,
        "%d notebook%s in %.1f s: %s",
        reports.size(),
        reports.size() == 1 ? "" : "s",
        seconds,
        String.join(", ", parts));
  }
}
