package dev.nightjar.cli;

import java.util.Locale;

/// Numbers of bytes as people read them.
final class Sizes {
  private Sizes() {}

  /// Such as `512 B`, `12.3 kB`, `4.0 GB`.
  static String words(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (size >= 999.95) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %sB", size, "kMGTPE".charAt(unit));
  }
}
