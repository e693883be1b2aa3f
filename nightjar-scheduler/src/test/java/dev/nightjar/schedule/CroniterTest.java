package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Thousands of random expressions, against what croniter made of them.
class CroniterTest {
  /// Weekdays that, listed, are all of them: croniter takes them for `*`, but only beside a day of
  /// month that has a `*` in it; here, as in cron, they are a choice beside the days of the month.
  private static final Set<String> ALL_WEEKDAYS =
      Set.of(
          "* * 13-15/4,*/9 * 1-6/1,Wed,*/3",
          "13-35,18 * */8 * 2,5-4",
          "12 22 */3 8,3 0-6,4/4,*/2 29,13-57",
          "* * 20,*/11 * fri,3-1,0-5",
          "*/20 * 8,*/12 8,10,9 2-5,*/3,1/4",
          "28 */6 3/5,14,*/12 * 0-5,5,*/2");

  @Test
  void times_are_those_of_croniter() {
    var cases = Recordings.read("croniter.json.gz").get("cases");
    assertThat(cases).hasSize(4000);
    SoftAssertions.assertSoftly(softly -> cases.forEach(recorded -> check(softly, recorded)));
  }

  private static void check(SoftAssertions softly, JsonNode recorded) {
    var expression = recorded.get(0).stringValue();
    var start = Instant.parse(recorded.get(1).stringValue());
    if (recorded.get(2).isNull()) {
      softly
          .assertThatThrownBy(() -> Cron.parse(expression))
          .as(expression)
          .isInstanceOf(ScheduleException.class);
      return;
    }
    if (ALL_WEEKDAYS.contains(expression)) {
      return;
    }
    var cron = Cron.parse(expression);
    softly
        .assertThat(three(start, time -> cron.next(time, ZoneOffset.UTC)))
        .as("%s after %s", expression, start)
        .isEqualTo(Recordings.instants(recorded.get(2)));
    softly
        .assertThat(three(start, time -> cron.previous(time, ZoneOffset.UTC)))
        .as("%s before %s", expression, start)
        .isEqualTo(Recordings.instants(recorded.get(3)));
  }

  private static List<Instant> three(Instant start, Function<Instant, Optional<Instant>> step) {
    return Stream.iterate(
            step.apply(start), Optional::isPresent, time -> step.apply(time.orElseThrow()))
        .limit(3)
        .map(Optional::orElseThrow)
        .toList();
  }
}
