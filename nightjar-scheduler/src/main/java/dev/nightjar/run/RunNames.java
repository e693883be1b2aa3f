package dev.nightjar.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// What runs of workflow files are called, as in Airflow: `scheduled__2024-01-02T06:00:00+00:00`.
public final class RunNames {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private RunNames() {}

  /// The usual name of a run.
  public static String of(Run.Trigger trigger, Instant logicalTime) {
    String kind =
        switch (trigger) {
          case SCHEDULE -> "scheduled";
          case MANUAL -> "manual";
          case EVENT -> "event";
          case BACKFILL -> "backfill";
        };
    return kind + "__" + iso(logicalTime);
  }

  /// A time as Python's `isoformat` writes it in UTC: microseconds only where there are any.
  public static String iso(Instant time) {
    return (time.get(ChronoField.MICRO_OF_SECOND) == 0 ? SECONDS : MICROS).format(time) + "+00:00";
  }
}
