package dev.nightjar.template;

import java.time.Duration;

/// Python's `timedelta`.
record Span(Duration duration) {
  @Override
  public String toString() {
    long days = Math.floorDiv(duration.toSeconds(), 86_400L);
    long rest = Math.floorMod(duration.toSeconds(), 86_400L);
    long micros = duration.toNanosPart() / 1000;
    return (days == 0 ? "" : "%d day%s, ".formatted(days, Math.abs(days) == 1 ? "" : "s"))
        + "%d:%02d:%02d".formatted(rest / 3600, rest / 60 % 60, rest % 60)
        + (micros == 0 ? "" : ".%06d".formatted(micros));
  }
}
