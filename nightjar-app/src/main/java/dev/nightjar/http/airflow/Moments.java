package dev.nightjar.http.airflow;

import dev.nightjar.run.Run;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Times as Python writes them: `2024-01-02T06:00:00+00:00`, with six digits behind the seconds
/// where those are not whole.
final class Moments {
  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private Moments() {}

  static String text(Instant time) {
    Instant micros = time.truncatedTo(ChronoUnit.MICROS);
    return (micros.equals(micros.truncatedTo(ChronoUnit.SECONDS)) ? WHOLE : MICROS).format(micros);
  }

  static @Nullable String textOrNull(@Nullable Instant time) {
    return time == null ? null : text(time);
  }

  /// As `str()` has it.
  static String spaced(Instant time) {
    return text(time).replace('T', ' ');
  }

  /// The time that a run stands for, to the microsecond where the run's key says it: the database
  /// keeps milliseconds.
  static Instant logical(Run run) {
    Instant stored = run.cause().logicalTime();
    String key = run.cause().key();
    if (key != null && key.contains("__")) {
      OffsetDateTime said = parse(key.substring(key.indexOf("__") + 2));
      if (said != null && said.toInstant().toEpochMilli() == stored.toEpochMilli()) {
        return said.toInstant();
      }
    }
    return stored;
  }

  /// Null if it is none, or one that not every database can store. Without an offset it is UTC.
  static @Nullable OffsetDateTime parse(String given) {
    String text = given.strip().replaceFirst("(\\d) (\\d\\d:?\\d\\d)$", "$1+$2");
    text = text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T");
    try {
      OffsetDateTime time =
          text.length() <= 10
              ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
              : text.matches(".*([zZ]|[+-]\\d\\d:?\\d\\d)")
                  ? OffsetDateTime.parse(text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                  : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
      Instant at = time.toInstant();
      return at.isBefore(Instant.EPOCH) || at.isAfter(LATEST) ? null : time;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
