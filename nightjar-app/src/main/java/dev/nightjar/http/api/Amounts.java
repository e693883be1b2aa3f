package dev.nightjar.http.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Times and sizes as people write them.
final class Amounts {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd]?)");
  private static final Pattern BYTES =
      Pattern.compile("(\\d{1,12})\\s*(?:([KMGT])(?:i?B)?|B)?", Pattern.CASE_INSENSITIVE);
  private static final Duration LONGEST = Duration.ofDays(1_000);
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final long MOST_BYTES = 1L << 50;

  private Amounts() {}

  /// Null if it is none, or one that not every database can store.
  static @Nullable Instant time(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.isBefore(Instant.EPOCH) || time.isAfter(LATEST) ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// Null if it is none.
  static @Nullable Duration duration(JsonNode value) {
    Duration duration = null;
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      duration = seconds(value.longValue());
    } else if (value.isString()) {
      duration = duration(value.stringValue().strip());
    }
    boolean possible =
        duration != null && !duration.isNegative() && duration.compareTo(LONGEST) <= 0;
    return possible ? duration : null;
  }

  private static @Nullable Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (parts.matches()) {
      long number = Long.parseLong(parts.group(1));
      return switch (parts.group(2)) {
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        case "d" -> Duration.ofDays(number);
        default -> Duration.ofSeconds(number);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable Duration seconds(long number) {
    return number < 0 || number > LONGEST.toSeconds() ? null : Duration.ofSeconds(number);
  }

  /// Null if it is none.
  static @Nullable Long bytes(JsonNode value) {
    Long bytes = null;
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      bytes = value.longValue();
    } else if (value.isString()) {
      bytes = bytes(value.stringValue().strip());
    }
    return bytes != null && bytes > 0 && bytes <= MOST_BYTES ? bytes : null;
  }

  private static @Nullable Long bytes(String text) {
    Matcher parts = BYTES.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String unit = parts.group(2);
    int power = unit == null ? 0 : "KMGT".indexOf(unit.toUpperCase(Locale.ROOT)) + 1;
    long number = Long.parseLong(parts.group(1));
    return number > MOST_BYTES >> 10 * power ? null : (Long) (number << 10 * power);
  }
}
