package dev.nightjar.cli;

import java.util.regex.Pattern;

/// Colours of terminals.
final class Ansi {
  static final String RED = "\u001b[31m";
  static final String GREEN = "\u001b[32m";
  static final String YELLOW = "\u001b[33m";
  static final String CYAN = "\u001b[36m";
  static final String BOLD = "\u001b[1m";
  static final String DIM = "\u001b[2m";
  static final String RESET = "\u001b[0m";

  private static final Pattern SEQUENCE = Pattern.compile("\\u001b\\[[0-9;?]*[ -/]*[@-~]");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private Ansi() {}

  /// The text without control sequences.
  static String strip(String text) {
    return SEQUENCE.matcher(text).replaceAll("");
  }

  /// The text as one line that can't move the cursor: control sequences are gone, other control
  /// characters are blanks.
  static String line(String text) {
    return CONTROL.matcher(strip(text)).replaceAll(" ");
  }
}
