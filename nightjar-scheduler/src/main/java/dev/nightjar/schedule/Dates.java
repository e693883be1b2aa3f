package dev.nightjar.schedule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/// Dates and times that people give as the bounds of a time.
public final class Dates {
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final int LAST_YEAR = 9998;

  private Dates() {}

  /// A date or a time with its offset; empty if it is neither, or not in the years from 1970 on.
  ///
  /// @param zone whose days dates are
  /// @param end whether a date stands for its end, rather than its beginning
  public static Optional<Instant> parse(String text, ZoneId zone, boolean end) {
    try {
      Instant time;
      if (DATE.matcher(text).matches()) {
        LocalDate date = LocalDate.parse(text);
        time =
            end
                ? date.plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1)
                : date.atStartOfDay(zone).toInstant();
      } else {
        time = OffsetDateTime.parse(text).toInstant();
      }
      boolean storable = !time.isBefore(Instant.EPOCH) && time.atZone(zone).getYear() <= LAST_YEAR;
      return storable ? Optional.of(time) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
