package dev.nightjar.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times and sizes as people write them.
public final class Amounts {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|[smhd]?)");
  private static final Pattern PARTS =
      Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12})\\s*(?:([kmgt])(i?)b?|b)?", Pattern.CASE_INSENSITIVE);

  private Amounts() {}

  /// The duration that `text` says: `90`, `90s`, `15m`, `2h`, `1d`, `500ms`,
  /// `1h30m`.
  ///
  /// @throws IllegalArgumentException if it says none
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      Matcher parts = PARTS.matcher(text.strip());
      if (parts.matches() && !text.isBlank()) {
        return Duration.ofDays(part(parts, 1))
            .plusHours(part(parts, 2))
            .plusMinutes(part(parts, 3))
            .plusSeconds(part(parts, 4));
      }
      throw new IllegalArgumentException(
          "'%s' is not a duration such as 90s, 15m or 2h.".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofSeconds(number);
    };
  }

  private static long part(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  /// The number of bytes that `text` says: `4GiB`, `500M`, `1024`. `GiB` is 1024³, `GB` is 1000³;
  /// `G` alone is `GiB`, as in other programs that limit memory.
  ///
  /// @throws IllegalArgumentException if it says none
  public static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a size such as 512MiB or 4GiB.".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    if (unit == null) {
      return number;
    }
    boolean decimal =
        matcher.group(3).isEmpty() && text.strip().toLowerCase(Locale.ROOT).endsWith("b");
    int power = "kmgt".indexOf(unit.toLowerCase(Locale.ROOT)) + 1;
    try {
      for (int i = 0; i < power; i++) {
        number = Math.multiplyExact(number, decimal ? 1000L : 1024L);
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'%s' is too large.".formatted(text), e);
    }
    return number;
  }

  /// A duration as it may be written: `90s`, `15m`, `2h`, `1d`.
  public static String words(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 != 0 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }
}
