package dev.nightjar.cli;

import dev.nightjar.engine.NotebookResult;

/// How far one notebook of many is, or how it ended.
enum BatchState {
  /// No thread has taken it yet.
  WAITING("waiting", Ansi.DIM),
  /// Its kernel starts or runs.
  RUNNING("running", Ansi.CYAN),
  /// All its cells did what they should.
  PASSED("passed", Ansi.GREEN),
  /// Its parameters were injected; that was all.
  PREPARED("prepared", Ansi.GREEN),
  /// It ran, but an output is not the one that is stored.
  DIFFERS("differs", Ansi.YELLOW),
  /// A cell failed, or it could not be run.
  FAILED("failed", Ansi.RED),
  /// Somebody stopped it.
  STOPPED("stopped", Ansi.YELLOW),
  /// Somebody stopped the others before its turn came.
  NOT_RUN("not run", Ansi.DIM);

  private final String word;
  private final String colour;

  BatchState(String word, String colour) {
    this.word = word;
    this.colour = colour;
  }

  /// That of a notebook that was run.
  ///
  /// @param differs whether an output is not the one that is stored
  static BatchState of(NotebookResult result, boolean differs) {
    return switch (result) {
      case NotebookResult.Prepared _ -> PREPARED;
      case NotebookResult.Completed _ -> differs ? DIFFERS : PASSED;
      case NotebookResult.Failed _, NotebookResult.TimedOut _, NotebookResult.KernelDied _ ->
          FAILED;
      case NotebookResult.Cancelled _ -> STOPPED;
    };
  }

  /// The word for people and for JSON.
  String word() {
    return word;
  }

  /// The word, filled up to the longest one's length.
  String padded(boolean colours) {
    String text = "%-8s".formatted(word);
    return colours ? colour + text + Ansi.RESET : text;
  }

  /// Whether the command succeeds with notebooks in this state.
  boolean isGood() {
    return this == PASSED || this == PREPARED;
  }
}
