package dev.nightjar.schedule;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          61 * * * *     | minute '61' is out of range. Write 0 to 59.
          * 24 * * *     | hour '24' is out of range. Write 0 to 23.
          0 0 0 * *      | day of month '0' is out of range. Write 1 to 31.
          0 0 * 13 *     | month '13' is out of range. Write 1 to 12.
          0 0 * 0 *      | month '0' is out of range. Write 1 to 12.
          0 0 * * 8      | day of week '8' is out of range. Write 0 to 7 (0 and 7 are Sunday).
          0 0 * * * 60   | second '60' is out of range. Write 0 to 59.
          99999999999 * * * * | minute '99999999999' is out of range. Write 0 to 59.
          -5 * * * *     | minute '-5' is unknown. Write 0 to 59.
          x * * * *      | minute 'x' is unknown. Write 0 to 59.
          ٣ * * * *      | minute '٣' is unknown. Write 0 to 59.
          0 0 * JNA *    | month 'JNA' is unknown. Write 1 to 12, or a name: JAN, FEB, MAR, APR, MAY, JUN, JUL, AUG, SEP, OCT, NOV, DEC.
          0 0 * Sept *   | month 'Sept' is unknown. Did you mean SEP?
          0 0 * * MONDAY | day of week 'MONDAY' is unknown. Did you mean MON?
          0 0 * * XYZ-FRX | day of week 'XYZ' is unknown. Write 0 to 7 (0 and 7 are Sunday), or a name: SUN, MON, TUE, WED, THU, FRI, SAT.
          0 0 * * MON-FRX | day of week 'FRX' is unknown. Did you mean FRI?
          0 0 * * 5L     | day of week '5L' is unknown. The last such day of the month is written L5.
          0 0 * * 5#6    | day of week '5#6': '6' is out of range. Write #1 to #5, or L and the day.
          0 0 * * 5#     | day of week '5#': '' is out of range. Write #1 to #5, or L and the day.
          0 0 15W * *    | day of month '15W' stands for the nearest weekday, which is not supported. Write the day itself.
          0 0 L-3 * *    | day of month 'L' is unknown. Write 1 to 31, or L for the last.
          1, * * * *     | minute '' is no value. Write 0 to 59.
          1- * * * *     | minute '' is no value. Write 0 to 59.
          */0 * * * *    | minute '*/0': the step '0' is no whole number from 1 on.
          */x * * * *    | minute '*/x': the step 'x' is no whole number from 1 on.
          1/2/3 * * * *  | minute '1/2/3': the step '2/3' is no whole number from 1 on.
          H * * * *      | minute 'H' stands for a value by hash or chance, which is not supported. Write the value; a timetable's jitter spreads runs.
          0 R(0-4)/2 * * * | hour 'R(0-4)/2' stands for a value by hash or chance, which is not supported. Write the value; a timetable's jitter spreads runs.
          ? * * * *      | minute '?' is not supported: ? stands alone, for any day of month or of week. Write *.
          0 0 ?/2 * *    | day of month '?/2' is not supported: ? stands alone, for any day of month or of week. Write *.
          * * * *        | it has 4 fields. Write 5 (minute, hour, day of month, month, day of week), or 6 with the seconds last.
          6              | it has 1 field. Write 5 (minute, hour, day of month, month, day of week), or 6 with the seconds last.
          ``             | it has 0 fields. Write 5 (minute, hour, day of month, month, day of week), or 6 with the seconds last.
          0 0 * * * 0 2026 | it has 7 fields. Write 5 (minute, hour, day of month, month, day of week), or 6 with the seconds last.
          @dayly         | there is no such name. Did you mean @daily? Names are @hourly, @daily, @midnight, @weekly, @monthly, @quarterly, @yearly, @annually.
          @reboot        | there is no such name. Names are @hourly, @daily, @midnight, @weekly, @monthly, @quarterly, @yearly, @annually.
          """)
  void an_error_names_the_expression_the_field_the_value_and_the_remedy(
      String expression, String reason) {
    assertThatThrownBy(() -> Cron.parse(expression))
        .isInstanceOf(ScheduleException.class)
        .hasMessage("'%s' is no cron expression: %s", expression, reason);
  }
}
