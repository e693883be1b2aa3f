package dev.nightjar.http.jupyter;

import java.util.Locale;

/// What people call output formats.
final class Labels {
  private Labels() {}

  static String of(String format) {
    return switch (format) {
      case "ipynb" -> "Notebook";
      case "html" -> "HTML";
      default -> format.toUpperCase(Locale.ROOT);
    };
  }
}
