package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronDescriptionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 6 * * MON-FRI        | At 06:00, Monday to Friday
          */15 * * * *           | Every 15 minutes
          * * * * *              | Every minute
          @hourly                | Every hour
          0 */2 * * *            | Every 2 hours
          5 * * * *              | At minute 5 of every hour
          */7 * * * *            | At minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour
          */20 8-18 * * *        | Every 20 minutes of hours 8 to 18
          15 */2 * * *           | At minute 15 of hours 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and 22
          0 8-18 * * *           | At minute 0 of hours 8 to 18
          0,30 9,17 * * *        | At 09:00, 09:30, 17:00 and 17:30, every day
          @daily                 | At 00:00, every day
          @weekly                | At 00:00, on Sunday
          @monthly               | At 00:00, on day 1 of the month
          @quarterly             | At 00:00, on day 1 of the month, in January, April, July and October
          @yearly                | At 00:00, on day 1 of the month, in January
          0 0 * 2 *              | At 00:00, every day in February
          0 0 1,15,L * *         | At 00:00, on days 1 and 15 and the last day of the month
          0 0 13 * FRI           | At 00:00, on day 13 of the month or on Friday
          30 9 * * SAT,SUN       | At 09:30, on Saturday and Sunday
          30 9 * * FRI-SUN,TUE   | At 09:30, Tuesday and Friday to Sunday
          0 0 * * FRI#3,L5       | At 00:00, on the third Friday and the last Friday of the month
          0 6 * * * 30           | At 06:00:30, every day
          * * * * * */10         | Every 10 seconds
          * * * * * 30           | At second 30 of every minute
          5 * * * * 0,30         | Every 30 seconds of minute 5 of every hour
          * 3 * * * *            | Every second of hour 3
          5 3 * * * */10         | Every 10 seconds of minute 5 of hour 3
          """)
  void an_expression_is_put_in_words(String expression, String words) {
    assertThat(Cron.parse(expression).describe()).isEqualTo(words);
  }
}
