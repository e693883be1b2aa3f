package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Around changes of clocks in all zones, from 1850 on.
class EveryZoneTest {
  private static final List<Cron> CRONS =
      List.of(
          Cron.parse("*/10 0-4,22,23 * * *"),
          Cron.parse("*/10 * * * *"),
          Cron.parse("0 12 * * MON"));

  @Test
  void next_previous_and_count_agree() {
    var random = new Random(20261121);
    for (var id : ZoneId.getAvailableZoneIds().stream().sorted().toList()) {
      var zone = ZoneId.of(id);
      for (int i = 0; i < 3; i++) {
        var after =
            Instant.parse("1850-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(190 * 365)));
        var change = zone.getRules().nextTransition(after);
        var middle = change == null ? after : change.getInstant();
        for (var cron : CRONS) {
          agree(cron, zone, middle.minus(Duration.ofDays(2)), middle.plus(Duration.ofDays(2)));
        }
      }
    }
  }

  private static void agree(Cron cron, ZoneId zone, Instant from, Instant to) {
    var as = "%s in %s from %s".formatted(cron, zone, from);
    var forwards = new ArrayList<Instant>();
    for (var time = from.minusNanos(1); time.isBefore(to); time = forwards.getLast()) {
      forwards.add(cron.next(time, zone).orElseThrow());
    }
    forwards.removeLast();
    var backwards = new ArrayList<Instant>();
    for (var time = to; !time.isBefore(from); time = backwards.getLast()) {
      backwards.add(cron.previous(time, zone).orElseThrow());
    }
    backwards.removeLast();
    assertThat(forwards).as(as).isSorted().doesNotHaveDuplicates().isEqualTo(backwards.reversed());
    assertThat(cron.count(from, to, zone)).as(as).isEqualTo(forwards.size());
  }
}
