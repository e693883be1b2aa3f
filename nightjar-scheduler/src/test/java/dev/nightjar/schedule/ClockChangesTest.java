package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// 400 days of schedules in zones that change their clocks, against what `record_schedules.py`
/// found by looking at every minute.
class ClockChangesTest {
  record Days400(String expression, ZoneId zone, Instant start, Instant end, Expected expected) {
    @Override
    public String toString() {
      return expression + " in " + zone;
    }
  }

  record Expected(int count, String sha256, List<Instant> nearChanges) {}

  static Stream<Days400> recorded() {
    return Recordings.read("schedules.json")
        .valueStream()
        .flatMap(
            zone ->
                zone.get("schedules")
                    .valueStream()
                    .map(
                        schedule ->
                            new Days400(
                                schedule.get("expression").stringValue(),
                                ZoneId.of(zone.get("zone").stringValue()),
                                Instant.parse(zone.get("start").stringValue()),
                                Instant.parse(zone.get("end").stringValue()),
                                new Expected(
                                    schedule.get("count").intValue(),
                                    schedule.get("sha256").stringValue(),
                                    Recordings.instants(schedule.get("near_changes"))))));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void next_lists_the_times_that_brute_force_finds(Days400 days) {
    var cron = Cron.parse(days.expression);
    var times = new ArrayList<Instant>();
    var time = cron.next(days.start.minusNanos(1), days.zone).orElseThrow();
    while (time.isBefore(days.end)) {
      times.add(time);
      time = cron.next(time, days.zone).orElseThrow();
    }
    check(times, days);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void previous_lists_the_same_times_backwards(Days400 days) {
    var cron = Cron.parse(days.expression);
    var times = new ArrayList<Instant>();
    var time = cron.previous(days.end, days.zone).orElseThrow();
    while (!time.isBefore(days.start)) {
      times.add(time);
      time = cron.previous(time, days.zone).orElseThrow();
    }
    check(times.reversed(), days);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void count_reckons_what_next_lists(Days400 days) {
    var cron = Cron.parse(days.expression);
    assertThat(cron.count(days.start, days.end, days.zone)).isEqualTo(days.expected.count);
    for (var from : days.expected.nearChanges) {
      for (var to : days.expected.nearChanges) {
        long listed =
            Stream.iterate(
                    cron.next(from.minusNanos(1), days.zone).orElseThrow(),
                    time -> time.isBefore(to),
                    time -> cron.next(time, days.zone).orElseThrow())
                .limit(50)
                .count();
        if (listed < 50) {
          assertThat(cron.count(from, to, days.zone)).isEqualTo(listed);
        }
      }
    }
  }

  private static void check(List<Instant> times, Days400 days) {
    assertThat(times).containsAll(days.expected.nearChanges);
    assertThat(times).hasSize(days.expected.count);
    var text = String.join("\n", times.stream().map(Instant::toString).toList());
    assertThat(sha256(text)).isEqualTo(days.expected.sha256);
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
