package dev.nightjar.cli;

import java.util.List;

/// How one code cell did.
///
/// @param prompt `In [3]`, or `In [ ]` for a cell that was left out
/// @param title the first line of its source
/// @param seconds how long it ran
/// @param stdout what it wrote to standard output, at most so much as a report can bear
/// @param verdict how it ended
record CellReport(String prompt, String title, double seconds, String stdout, Verdict verdict) {
  /// How a cell ended.
  sealed interface Verdict {
    /// As it should.
    record Passed() implements Verdict {}

    /// With an error.
    ///
    /// @param ename the kind of error
    /// @param evalue its message
    /// @param traceback as the kernel coloured it
    record Raised(String ename, String evalue, List<String> traceback) implements Verdict {}

    /// It was cut short.
    ///
    /// @param kind `timeout`, `kernel died` or `stopped`
    /// @param message what is known of it
    record CutShort(String kind, String message) implements Verdict {}

    /// It ran, but its outputs are not those that are stored.
    ///
    /// @param diff lines of a unified diff
    record Differs(List<String> diff) implements Verdict {}

    /// It was not run.
    ///
    /// @param reason why
    record NotRun(String reason) implements Verdict {}
  }

  /// What is wrong, in one line; empty if nothing is.
  String problem() {
    return switch (verdict) {
      case Verdict.Passed _, Verdict.NotRun _ -> "";
      case Verdict.Raised(String ename, String evalue, _) ->
          Ansi.line(
              "%s %s%s".formatted(prompt, ename, evalue.isBlank() ? "" : ": " + evalue.strip()));
      case Verdict.CutShort(_, String message) -> "%s %s".formatted(prompt, message);
      case Verdict.Differs _ -> prompt + " has other outputs";
    };
  }
}
