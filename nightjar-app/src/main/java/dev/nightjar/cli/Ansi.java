package dev.nightjar.cli;

import java.util.regex.Pattern;

/// Colours of terminals.
final class Ansi {
  private static final Pattern SEQUENCE = Pattern.compile("\\u001b\\[[0-9;?]*[ -/]*[@-~]");

  private Ansi() {}

  /// The text without control sequences.
  static String strip(String text) {
    return SEQUENCE.matcher(text).replaceAll("");
  }
}
