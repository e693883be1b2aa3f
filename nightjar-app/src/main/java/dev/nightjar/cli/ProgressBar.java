package dev.nightjar.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// tqdm's progress bar, as papermill shows it:
/// `Executing:  25%|██▌       | 1/4 [00:01<00:05,  1.81s/cell]`. Not thread-safe.
final class ProgressBar {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final int WIDTH = 10;
  private static final long REDRAW_EVERY = Duration.ofMillis(100).toNanos();

  private final PrintStream out;
  private final int total;
  private final long start = System.nanoTime();
  private String description = "Executing";
  private int done;
  private long drawn;
  private int longest;

  ProgressBar(PrintStream out, int total) {
    this.out = out;
    this.total = total;
    draw();
  }

  /// What stands before the bar from now on.
  void describe(String what) {
    description = what;
    draw();
  }

  /// One more is done.
  void advance() {
    done++;
    if (done == total || System.nanoTime() - drawn > REDRAW_EVERY) {
      draw();
    }
  }

  /// Takes the bar away so that a line can be printed in its place; draws it again after.
  void interrupted(Runnable print) {
    out.print("\r" + " ".repeat(longest) + "\r");
    print.run();
    draw();
  }

  /// Draws the last state and ends the line.
  void close() {
    draw();
    out.println();
  }

  private void draw() {
    drawn = System.nanoTime();
    double elapsed = (drawn - start) / 1e9;
    if (total == 0) {
      out.print("\r%s: 0cell [00:00, ?cell/s]".formatted(description));
      out.flush();
      return;
    }
    String text =
        "%s: %3d%%|%s| %d/%d [%s<%s, %s]"
            .formatted(
                description,
                100 * done / total,
                bar(),
                done,
                total,
                clock(elapsed),
                done == 0 ? "?" : clock(elapsed / done * (total - done)),
                rate(elapsed));
    out.print("\r" + text + " ".repeat(Math.max(0, longest - text.length())));
    out.flush();
    longest = Math.max(longest, text.length());
  }

  private String bar() {
    int eighths = WIDTH * 8 * done / total;
    StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
    if (eighths % 8 > 0) {
      bar.append(EIGHTHS.charAt(eighths % 8));
    }
    return bar.append(" ".repeat(WIDTH - bar.length())).toString();
  }

  private String rate(double elapsed) {
    if (done == 0 || elapsed <= 0) {
      return "?cell/s";
    }
    double perSecond = done / elapsed;
    return perSecond < 1
        ? String.format(Locale.ROOT, "%5.2fs/cell", 1 / perSecond)
        : String.format(Locale.ROOT, "%5.2fcell/s", perSecond);
  }

  private static String clock(double seconds) {
    long whole = (long) seconds;
    return whole < 3600
        ? String.format(Locale.ROOT, "%02d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
