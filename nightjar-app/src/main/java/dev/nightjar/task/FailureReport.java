package dev.nightjar.task;

import dev.nightjar.engine.CellFailure;
import java.util.regex.Pattern;

/// A failed cell in words, without the colours of terminals.
final class FailureReport {
  private static final Pattern COLOUR = Pattern.compile("\\u001b\\[[0-9;?]*[ -/]*[@-~]");
  private static final int LONGEST = 64_000;

  private FailureReport() {}

  static AttemptEnd.Failed of(CellFailure failure) {
    int number = failure.index() + 1;
    String value = failure.evalue().isBlank() ? "" : ": " + failure.evalue();
    String details =
        """
        Cell %d, %s

        %s

        %s
        """
            .formatted(
                number,
                failure.prompt(),
                failure.cell().source(),
                plain(String.join("\n", failure.traceback())));
    return new AttemptEnd.Failed(
        "Cell %d failed: %s%s".formatted(number, failure.ename(), plain(value)),
        details.length() <= LONGEST ? details : details.substring(0, LONGEST) + "…");
  }

  private static String plain(String text) {
    return COLOUR.matcher(text).replaceAll("");
  }
}
