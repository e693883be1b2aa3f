package dev.nightjar.task;

import java.util.Locale;

/// Amounts of memory in words.
final class Memory {
  private Memory() {}

  /// Says that an attempt used more than it may.
  static String over(long limit) {
    return "It used more than its limit of %s of memory, and was ended. Give its task more, or have it use less."
        .formatted(amount(limit));
  }

  private static String amount(long bytes) {
    if (bytes >= 1L << 30) {
      return decimals(bytes / (double) (1L << 30)) + " GiB";
    }
    return decimals(bytes / (double) (1L << 20)) + " MiB";
  }

  private static String decimals(double number) {
    return String.format(Locale.ROOT, "%.1f", number).replace(".0", "");
  }
}
