package dev.nightjar.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Shows people how a run of a file goes on. On a terminal: a line for each task, redrawn in place,
/// those that matter most where there are too many. Elsewhere: a line for each change of a task.
final class FileRunLines implements FileRunView {
  private static final String CLEAR_LINE = "\u001b[K";
  private static final int ROWS_LEFT = 2;
  private static final int STATE_WIDTH = 17;
  private static final int TIME_WIDTH = 9;
  private static final List<String> BY_WEIGHT =
      List.of("running", "stopping", "failed", "up_for_retry", "deferred", "up_for_reschedule");
  private static final Map<String, String> COLOURS =
      Map.of(
          "running", Ansi.CYAN,
          "success", Ansi.GREEN,
          "failed", Ansi.RED,
          "upstream_failed", Ansi.RED,
          "stopping", Ansi.YELLOW,
          "stopped", Ansi.YELLOW,
          "up_for_retry", Ansi.YELLOW);

  private final Terminal terminal;
  private final @Nullable Screen screen;
  private final Clock clock;
  private final Map<String, String> told = new HashMap<>();
  private final Instant began;
  private int drawn;

  /// @param screen null if nobody looks
  FileRunLines(Terminal terminal, @Nullable Screen screen, Clock clock) {
    this.terminal = terminal;
    this.screen = screen;
    this.clock = clock;
    this.began = clock.instant();
  }

  @Override
  public void starts(String task, JsonNode work) {
    // that it runs is told by its state
  }

  @Override
  public void printed(String task, String text) {
    // its last line is shown
  }

  @Override
  public void shows(Standing standing) {
    if (screen != null) {
      draw(standing, screen);
    } else {
      standing.tasks().forEach(this::tell);
    }
  }

  private void tell(TaskStanding task) {
    String state = task.tries() > 1 ? task.state() + task.tries() : task.state();
    boolean waits = List.of("waiting", "queued").contains(task.state());
    if (!waits && !state.equals(told.put(task.name(), state))) {
      terminal.err().println("%s: %s".formatted(task.name(), said(task)));
      terminal.err().flush();
    }
  }

  private String said(TaskStanding task) {
    String tries = task.tries() > 1 ? ", try " + task.tries() : "";
    String time = task.hasEnded() && task.started() != null ? " in " + took(task) : "";
    String reason = task.reason() == null ? "" : ": " + Ansi.line(task.reason());
    return word(task.state()) + time + tries + reason;
  }

  private static String word(String state) {
    return state.replace('_', ' ');
  }

  private String took(TaskStanding task) {
    if (task.started() == null) {
      return "";
    }
    Instant end = task.ended() == null ? clock.instant() : task.ended();
    return seconds(Duration.between(task.started(), end));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", Math.max(0, time.toMillis()) / 1000.0);
  }

  private void draw(Standing standing, Screen on) {
    List<TaskStanding> shown = shown(standing.tasks(), Math.max(1, on.height() - ROWS_LEFT));
    int names = shown.stream().mapToInt(task -> task.name().length()).max().orElse(0);
    names = Math.min(names, on.width() / 3);
    var text = new StringBuilder(toTop());
    for (TaskStanding task : shown) {
      text.append(line(task, names, on)).append(CLEAR_LINE).append('\n');
    }
    text.append(totals(standing)).append(CLEAR_LINE).append('\n');
    // Lines are cut at the right margin, should a character be wider than it seems.
    terminal.err().print("\u001b[?7l" + text + "\u001b[?7h");
    terminal.err().flush();
    drawn = shown.size() + 1;
  }

  private static List<TaskStanding> shown(List<TaskStanding> tasks, int rows) {
    if (tasks.size() <= rows) {
      return tasks;
    }
    List<TaskStanding> chosen =
        tasks.stream()
            .sorted(
                (a, b) -> Integer.compare(weight(a), weight(b))) // stable: the order of the file
            .limit(rows)
            .toList();
    return tasks.stream().filter(chosen::contains).toList();
  }

  private static int weight(TaskStanding task) {
    int place = BY_WEIGHT.indexOf(task.state());
    return place < 0 ? BY_WEIGHT.size() : place;
  }

  private String line(TaskStanding task, int names, Screen on) {
    String colour = on.colours() ? COLOURS.getOrDefault(task.state(), "") : "";
    String what = task.reason() != null ? task.reason() : task.hasEnded() ? "" : task.line();
    int room = Math.max(10, on.width() - STATE_WIDTH - TIME_WIDTH - names - 3);
    return colour
        + padded(word(task.state()), STATE_WIDTH)
        + (colour.isEmpty() ? "" : Ansi.RESET)
        + String.format(Locale.ROOT, "%" + TIME_WIDTH + "s ", took(task))
        + padded(Table.end(Ansi.line(task.name()), names), names)
        + "  "
        + Table.beginning(Ansi.line(what), room);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String totals(Standing standing) {
    Map<String, Long> counts =
        standing.tasks().stream()
            .collect(Collectors.groupingBy(TaskStanding::state, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(one -> one.getValue() + " " + word(one.getKey()))
        .collect(Collectors.joining(", "));
  }

  private String toTop() {
    return drawn == 0 ? "" : "\u001b[%dA\r".formatted(drawn);
  }

  @Override
  public void ends(Standing standing, @Nullable Path outputs) {
    shows(standing);
    for (TaskStanding task : standing.tasks()) {
      if (task.details() != null && !task.details().isBlank()) {
        terminal.err().println("\n--- %s ---".formatted(task.name()));
        task.details().lines().forEach(line -> terminal.err().println(Ansi.strip(line)));
      }
    }
    terminal.err().flush();
    String message = standing.message() == null ? "" : ": " + Ansi.line(standing.message());
    terminal
        .out()
        .println(
            "%s for %s: %s in %s%s"
                .formatted(
                    standing.workflow(),
                    standing.logicalTime(),
                    standing.state(),
                    seconds(Duration.between(began, clock.instant())),
                    message));
    if (outputs != null) {
      terminal.out().println("Logs and outputs: " + outputs);
    }
    terminal.out().flush();
  }
}
