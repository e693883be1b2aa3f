package dev.nightjar.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Shows how many runs go on side by side. On a terminal: a line for each, all redrawn in place
/// several times a second and taken away at the end; where there are more lines than rows, those
/// that matter most. Elsewhere: a line for each run that ends. Thread-safe.
final class LiveTable implements AutoCloseable {
  private static final Duration REDRAW_EVERY = Duration.ofMillis(100);

  /// The rest of a line, beside the name and what goes on.
  private static final int COLUMNS = 30;

  /// For the totals and the cursor.
  private static final int ROWS_LEFT = 2;

  private static final String CLEAR_LINE = "\u001b[K";

  /// Who gets a line first where there is not room for all.
  private static final List<Set<BatchState>> BY_WEIGHT =
      List.of(
          EnumSet.of(BatchState.RUNNING),
          EnumSet.of(BatchState.FAILED, BatchState.DIFFERS),
          EnumSet.allOf(BatchState.class));

  private final PrintStream out;
  private final @Nullable Screen screen;
  private final List<BatchRow> rows = new ArrayList<>();
  private final Set<String> notes = new HashSet<>();
  private int drawn;
  private boolean closed;

  /// @param screen null if this is no terminal
  LiveTable(PrintStream out, @Nullable Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  /// A new line at the end, of a run that waits.
  synchronized BatchRow add(BatchJob job) {
    BatchRow row = new BatchRow(job, this);
    rows.add(row);
    return row;
  }

  /// From now on the table is redrawn, until it is closed.
  void start() {
    if (screen != null) {
      Thread.ofVirtual().name("live table").start(this::paint);
    }
  }

  private synchronized void paint() {
    try {
      while (!closed) {
        draw();
        wait(REDRAW_EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  /// Prints a line that stays, above the table; the same line only once.
  synchronized void note(String line) {
    if (notes.add(line)) {
      erase();
      out.println(Ansi.line(line));
    }
  }

  /// The run of this row has ended.
  synchronized void ended(BatchRow row) {
    if (screen == null) {
      BatchRow.Line line = row.line();
      String text = "%s %s".formatted(columns(line, false), line.name());
      out.println(line.what().isEmpty() ? text : text + ": " + line.what());
    }
  }

  /// Draws the table as it is now in place of the last one.
  synchronized void draw() {
    if (screen == null) {
      return;
    }
    List<BatchRow.Line> lines = rows.stream().map(BatchRow::line).toList();
    List<BatchRow.Line> shown = shown(lines, Math.max(1, screen.height() - ROWS_LEFT));
    int room = Math.max(20, screen.width() - COLUMNS);
    int longest = shown.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    int nameWidth = Math.min(longest, room / 2);
    StringBuilder text = new StringBuilder();
    for (BatchRow.Line line : shown) {
      String name = Table.end(Ansi.line(line.name()), nameWidth);
      text.append(columns(line, screen.colours()))
          .append(' ')
          .append(name)
          .append(" ".repeat(nameWidth - name.length() + 2))
          .append(Table.beginning(line.what(), room - nameWidth - 2))
          .append(CLEAR_LINE)
          .append("\n");
    }
    text.append(totals(lines)).append(CLEAR_LINE).append("\n");
    // Lines are cut at the right margin, should a character be wider than it seems.
    out.print(toTop() + "\u001b[?7l" + text + "\u001b[?7h");
    out.flush();
    drawn = shown.size() + 1;
  }

  private static List<BatchRow.Line> shown(List<BatchRow.Line> lines, int rows) {
    if (lines.size() <= rows) {
      return lines;
    }
    Set<BatchRow.Line> chosen = new HashSet<>();
    for (Set<BatchState> states : BY_WEIGHT) {
      for (BatchRow.Line line : lines) {
        if (chosen.size() < rows && states.contains(line.state())) {
          chosen.add(line);
        }
      }
    }
    return lines.stream().filter(chosen::contains).toList();
  }

  private static String columns(BatchRow.Line line, boolean colours) {
    String cells = line.total() == 0 ? "" : "%d/%d".formatted(line.done(), line.total());
    String time =
        line.state() == BatchState.WAITING
            ? ""
            : String.format(Locale.ROOT, "%.1f s", line.seconds());
    return "%s %9s %9s".formatted(line.state().padded(colours), cells, time);
  }

  private static String totals(List<BatchRow.Line> lines) {
    List<String> parts = new ArrayList<>();
    for (BatchState state : BatchState.values()) {
      long count = lines.stream().filter(line -> line.state() == state).count();
      if (count > 0) {
        parts.add("%d %s".formatted(count, state.word()));
      }
    }
    return String.join(", ", parts);
  }

  /// Clears line by line: what is cleared from a screen's first row on, tmux keeps.
  private void erase() {
    if (drawn > 0) {
      out.print(toTop() + (CLEAR_LINE + "\n").repeat(drawn) + toTop());
      out.flush();
      drawn = 0;
    }
  }

  private String toTop() {
    return drawn == 0 ? "" : "\u001b[%dA\r".formatted(drawn);
  }

  /// Takes the table away.
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    erase();
  }
}
