package dev.nightjar.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The options that say when a definition is due.
final class ScheduleSettings {
  private final Option<String> expression;
  private final Option<String> timezone;
  private final Option<String> start;
  private final Option<String> end;
  private final Option<String> jitter;
  private final Option<String> misfire;
  private final Option<String> overlap;

  ScheduleSettings(Options options) {
    expression =
        options.text(
            "--schedule TEXT",
            "When: '0 6 * * MON-FRI', @daily, 'every 15m', 'at 2026-12-01T06:00:00Z'.");
    timezone =
        options.text("--timezone NAME", "Whose clocks count, such as Europe/Paris (default: UTC).");
    start = options.text("--start TIME", "Not before this, such as 2026-12-01T00:00:00Z.");
    end = options.text("--end TIME", "Not after this.");
    jitter = options.text("--jitter TIME", "Start up to this much later.");
    misfire =
        options.oneOf(
            new String[] {"skip", "run_once", "run_all"},
            "--misfire WORD",
            "What becomes of times that were missed: skip, run_once or run_all (default: skip).");
    overlap =
        options.oneOf(
            new String[] {"allow", "skip", "queue", "replace"},
            "--overlap WORD",
            "What if another run is still going: allow, skip, queue or replace (default: allow).");
  }

  /// Adds what the command line says, if it says anything.
  void addTo(ObjectNode body) {
    List<Option<String>> all = List.of(expression, timezone, start, end, jitter, misfire, overlap);
    if (all.stream().noneMatch(Option::isGiven)) {
      return;
    }
    ObjectNode schedule = body.putObject("schedule");
    put(schedule, "expression", expression.orNull());
    put(schedule, "timezone", timezone.orNull());
    put(schedule, "start", start.orNull());
    put(schedule, "end", end.orNull());
    put(schedule, "jitter", jitter.orNull());
    put(schedule, "misfire", misfire.orNull());
    put(schedule, "overlap", overlap.orNull());
  }

  private static void put(ObjectNode schedule, String name, @Nullable String value) {
    if (value != null) {
      schedule.put(name, value);
    }
  }
}
