package dev.nightjar.notebook.html;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Durations, sizes and times as people read them.
final class Units {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Units() {}

  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (seconds < 0.0995) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
    } else if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    } else if (whole < 60) {
      return String.format(Locale.ROOT, "%d s", whole);
    } else if (whole < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  static String bytes(double bytes) {
    if (bytes < 1e3) {
      return String.format(Locale.ROOT, "%.0f B", bytes);
    } else if (bytes < 1e6) {
      return String.format(Locale.ROOT, "%.0f kB", bytes / 1e3);
    }
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  /// `3 cells`, `1 cell`.
  static String count(long number, String singular) {
    return String.format(Locale.ROOT, "%,d %s%s", number, singular, number == 1 ? "" : "s");
  }

  /// A time as papermill writes it (ISO 8601, UTC unless it says otherwise), to the second; what is
  /// not a time stays as it is.
  static String time(String iso) {
    try {
      return OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC).format(SECONDS)
          + " UTC";
    } catch (DateTimeException e) {
      try {
        return LocalDateTime.parse(iso).format(SECONDS) + " UTC";
      } catch (DateTimeException notATime) {
        return iso;
      }
    }
  }
}
