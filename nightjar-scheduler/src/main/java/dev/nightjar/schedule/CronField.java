package dev.nightjar.schedule;

import java.util.List;
import java.util.Locale;

/// A field of a cron expression, in the order in which they are written.
enum CronField {
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY_OF_MONTH("day of month", 1, 31, ""),
  MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  DAY_OF_WEEK("day of week", 0, 6, "SUN MON TUE WED THU FRI SAT"),
  SECOND("second", 0, 59, "");

  private final String title;
  private final int min;
  private final int max;
  private final String names;

  CronField(String title, int min, int max, String names) {
    this.title = title;
    this.min = min;
    this.max = max;
    this.names = names;
  }

  String title() {
    return title;
  }

  int min() {
    return min;
  }

  int max() {
    return max;
  }

  private List<String> names() {
    return List.of(names.split(" ", -1));
  }

  /// The number that `value`, a number or a name, stands for. That of Sunday may be 7.
  ///
  /// @throws BadField if it stands for none
  int number(String value) {
    if (value.isEmpty()) {
      throw new BadField("'' is no value. Write %s.".formatted(range()));
    }
    if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = value.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(value);
      if (number < min || number > (this == DAY_OF_WEEK ? 7 : max)) {
        throw new BadField("'%s' is out of range. Write %s.".formatted(value, range()));
      }
      return number;
    }
    int name = names().indexOf(value.toUpperCase(Locale.ROOT));
    if (name < 0) {
      throw new BadField("'%s' is unknown. %s".formatted(value, remedy(value)));
    }
    return min + name;
  }

  private String remedy(String value) {
    if (names.isEmpty()) {
      return "Write %s%s.".formatted(range(), this == DAY_OF_MONTH ? ", or L for the last" : "");
    }
    return Nearest.to(value, names())
        .map("Did you mean %s?"::formatted)
        .orElseGet(() -> "Write %s, or a name: %s.".formatted(range(), String.join(", ", names())));
  }

  private String range() {
    return this == DAY_OF_WEEK ? "0 to 7 (0 and 7 are Sunday)" : min + " to " + max;
  }

  /// What is wrong with a field.
  static final class BadField extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadField(String message) {
      super(message);
    }
  }
}
