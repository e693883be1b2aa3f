package dev.nightjar.cli;

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
