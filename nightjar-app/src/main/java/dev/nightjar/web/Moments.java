package dev.nightjar.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Times as people say them, as seen from now.
///
/// @param now the time
/// @param zone of the times that are shown exactly
record Moments(Instant now, ZoneId zone) {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm:ss z", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);

  /// How long ago, or in how long; the exact time stands in its title.
  Html relative(@Nullable Instant time) {
    return time == null ? Html.text("–") : element(time, words(time));
  }

  /// Day and time.
  Html exact(Instant time) {
    return element(time, SHORT.format(time.atZone(zone)));
  }

  /// Day and time on the clocks of a zone.
  static String exact(Instant time, ZoneId zone) {
    return EXACT.format(time.atZone(zone)).replaceFirst(" Z$", " UTC");
  }

  private Html element(Instant time, String words) {
    return Html.of("<time datetime=\"{}\" title=\"{}\">{}</time>", time, exact(time, zone), words);
  }

  private String words(Instant time) {
    Duration away = Duration.between(time, now);
    boolean past = !away.isNegative();
    Duration distance = away.abs();
    if (distance.compareTo(Duration.ofSeconds(5)) < 0) {
      return past ? "just now" : "now";
    }
    String text = brief(distance);
    return past ? text + " ago" : "in " + text;
  }

  private static String brief(Duration distance) {
    long seconds = distance.toSeconds();
    if (seconds < 90) {
      return seconds + " s";
    }
    long minutes = Math.round(seconds / 60.0);
    if (minutes < 90) {
      return minutes + " min";
    }
    long hours = Math.round(minutes / 60.0);
    if (hours < 36) {
      return hours + " h";
    }
    long days = Math.round(hours / 24.0);
    return days < 60 ? days + " days" : Math.round(days / 30.4) + " months";
  }

  /// How long something took, or takes until now.
  String took(@Nullable Instant from, @Nullable Instant to) {
    return from == null ? "–" : duration(Duration.between(from, to == null ? now : to));
  }

  /// A duration in at most two units.
  static String duration(Duration duration) {
    double seconds = Math.max(0, duration.toMillis() / 1000.0);
    if (seconds < 1) {
      return Math.round(seconds * 1000) + " ms";
    }
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return "%d min %d s".formatted(whole / 60, whole % 60);
    }
    return whole < 86_400
        ? "%d h %d min".formatted(whole / 3600, whole % 3600 / 60)
        : "%d days %d h".formatted(whole / 86_400, whole % 86_400 / 3600);
  }
}
