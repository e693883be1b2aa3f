package dev.nightjar.schedule;

import dev.nightjar.schedule.CronField.BadField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads a cron expression. For one expression.
final class CronParser {
  private static final Map<String, String> NAMED =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@quarterly", "0 0 1 */3 *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");
  static final List<String> NAMES =
      List.of(
          "@hourly",
          "@daily",
          "@midnight",
          "@weekly",
          "@monthly",
          "@quarterly",
          "@yearly",
          "@annually");

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern ALL = Pattern.compile("[*?](/0*1)?");
  private static final Pattern HASHED = Pattern.compile("[hHrR](\\(.*\\))?(/.*)?");
  private static final Pattern NEAREST_WEEKDAY = Pattern.compile("[wW]\\d+|\\d+[wW]|[lL][wW]");
  private static final Pattern LAST_WEEKDAY = Pattern.compile("[lL](\\w+)");
  private static final Pattern QUARTZ_LAST_WEEKDAY = Pattern.compile("[0-7][lL]");
  private static final Pattern STEP = Pattern.compile("0*[1-9]\\d*");

  private final String expression;
  private long daysOfMonth;
  private boolean lastDay;
  private long weekdays;
  private long nthWeekdays;

  CronParser(String expression) {
    this.expression = expression;
  }

  LocalTimes parse() {
    var fields = fields();
    long minutes = numbers(CronField.MINUTE, fields.get(0));
    long hours = numbers(CronField.HOUR, fields.get(1));
    boolean anyDay = eachItem(CronField.DAY_OF_MONTH, fields.get(2), this::dayOfMonth);
    long months = numbers(CronField.MONTH, fields.get(3));
    boolean anyWeekday = eachItem(CronField.DAY_OF_WEEK, fields.get(4), this::dayOfWeek);
    long seconds = fields.size() == 5 ? 1 : numbers(CronField.SECOND, fields.get(5));
    return new LocalTimes(
        new Days(months, anyDay, daysOfMonth, lastDay, anyWeekday, weekdays, nthWeekdays),
        new DayTimes(hours, minutes, seconds));
  }

  private List<String> fields() {
    if (expression.startsWith("@")) {
      var named = NAMED.get(expression.toLowerCase(Locale.ROOT));
      if (named == null) {
        var meant = Nearest.to(expression, NAMES).map("Did you mean %s? "::formatted).orElse("");
        throw bad(
            "there is no such name. %sNames are %s.".formatted(meant, String.join(", ", NAMES)));
      }
      return List.of(named.split(" ", -1));
    }
    var fields = expression.isEmpty() ? List.<String>of() : List.of(SPACES.split(expression));
    if (fields.size() != 5 && fields.size() != 6) {
      throw bad(
          "it has %d field%s. Write 5 (minute, hour, day of month, month, day of week), or 6 with the seconds last."
              .formatted(fields.size(), fields.size() == 1 ? "" : "s"));
    }
    return fields;
  }

  private ScheduleException bad(String reason) {
    return new ScheduleException(
        "'%s' is no cron expression: %s"
            .formatted(SPACES.matcher(expression).replaceAll(" "), reason));
  }

  private interface ItemReader {
    void read(String item);
  }

  /// Reads each item of the field. True if the field stands for all of its values.
  private boolean eachItem(CronField field, String text, ItemReader reader) {
    boolean all = false;
    try {
      for (var item : text.split(",", -1)) {
        refuseUnsupported(field, item);
        all |= ALL.matcher(item).matches();
        reader.read(item);
      }
    } catch (BadField e) {
      throw bad(field.title() + " " + e.getMessage());
    }
    return all;
  }

  private static void refuseUnsupported(CronField field, String item) {
    if (HASHED.matcher(item).matches()) {
      throw new BadField(
          "'%s' stands for a value by hash or chance, which is not supported. Write the value; a timetable's jitter spreads runs."
              .formatted(item));
    }
    boolean ofDay = field == CronField.DAY_OF_MONTH || field == CronField.DAY_OF_WEEK;
    if (item.contains("?") && !(ofDay && item.equals("?"))) {
      throw new BadField(
          "'%s' is not supported: ? stands alone, for any day of month or of week. Write *."
              .formatted(item));
    }
  }

  private long numbers(CronField field, String text) {
    long[] set = {0};
    eachItem(field, text, item -> set[0] |= item(field, item));
    return set[0];
  }

  private void dayOfMonth(String item) {
    if (item.equalsIgnoreCase("L")) {
      lastDay = true;
    } else if (NEAREST_WEEKDAY.matcher(item).matches()) {
      throw new BadField(
          "'%s' stands for the nearest weekday, which is not supported. Write the day itself."
              .formatted(item));
    } else {
      daysOfMonth |= item(CronField.DAY_OF_MONTH, item);
    }
  }

  private void dayOfWeek(String item) {
    int hash = item.indexOf('#');
    var last = LAST_WEEKDAY.matcher(item);
    if (hash >= 0) {
      nthWeekdays |= nth(item.substring(0, hash), n(item, item.substring(hash + 1)));
    } else if (last.matches()) {
      nthWeekdays |= nth(last.group(1), Days.LAST);
    } else if (QUARTZ_LAST_WEEKDAY.matcher(item).matches()) {
      throw new BadField(
          "'%s' is unknown. The last such day of the month is written L%c."
              .formatted(item, item.charAt(0)));
    } else {
      weekdays |= item(CronField.DAY_OF_WEEK, item);
    }
  }

  private static int n(String item, String n) {
    if (n.length() != 1 || n.charAt(0) < '1' || n.charAt(0) > '5') {
      throw new BadField(
          "'%s': '%s' is out of range. Write #1 to #5, or L and the day.".formatted(item, n));
    }
    return n.charAt(0) - '0';
  }

  private static long nth(String days, int n) {
    return item(CronField.DAY_OF_WEEK, days) << Days.nth(0, n);
  }

  /// The numbers of an item: a value, `*` or a range, perhaps with a step. A range may go over the
  /// end, as in `FRI-MON`.
  private static long item(CronField field, String item) {
    int slash = item.indexOf('/');
    var values = slash < 0 ? item : item.substring(0, slash);
    int dash = values.indexOf('-', 1);
    int low;
    int high;
    if (values.equals("*") || values.equals("?")) {
      low = field.min();
      high = field.max();
    } else if (dash > 0) {
      low = field.number(values.substring(0, dash));
      high = rangeEnd(field, values.substring(dash + 1));
    } else {
      low = field.number(values);
      high = slash < 0 ? low : Math.max(low, field.max());
    }
    int step = slash < 0 ? 1 : step(item, item.substring(slash + 1));
    int size = field.max() - field.min() + 1;
    int length = high < low ? high - low + size : high - low;
    long set = 0;
    for (int i = 0; i <= length; i += step) {
      set |= Bits.of(field.min() + (low - field.min() + i) % size);
    }
    return set;
  }

  private static int rangeEnd(CronField field, String value) {
    boolean lastDay = field == CronField.DAY_OF_MONTH && value.equalsIgnoreCase("L");
    return lastDay ? field.max() : field.number(value);
  }

  private static int step(String item, String step) {
    if (!STEP.matcher(step).matches()) {
      throw new BadField("'%s': the step '%s' is no whole number from 1 on.".formatted(item, step));
    }
    return step.length() > 4 ? 10_000 : Integer.parseInt(step);
  }
}
