package dev.nightjar.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// English for people.
final class Words {
  private Words() {}

  /// `a, b and c`.
  static String join(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /// A set of numbers, as [Bits], such as `1, 3 and 5 to 9`.
  static String numbers(long set, IntFunction<String> name) {
    var words = new ArrayList<String>();
    for (int low = Bits.atOrAbove(set, 0); low >= 0; ) {
      int high = low;
      while (high < 63 && Bits.has(set, high + 1)) {
        high++;
      }
      if (high - low > 1) {
        words.add(name.apply(low) + " to " + name.apply(high));
      } else {
        for (int i = low; i <= high; i++) {
          words.add(name.apply(i));
        }
      }
      low = Bits.atOrAbove(set, high + 1);
    }
    return join(words);
  }

  /// `1 hour and 30 minutes`; just `hour` for one of a unit.
  static String interval(Duration interval) {
    var words = new ArrayList<String>();
    add(words, interval.toDaysPart(), "day");
    add(words, interval.toHoursPart(), "hour");
    add(words, interval.toMinutesPart(), "minute");
    add(words, interval.toSecondsPart(), "second");
    var text = join(words);
    return words.size() == 1 && text.startsWith("1 ") ? text.substring(2) : text;
  }

  private static void add(List<String> words, long count, String unit) {
    if (count > 0) {
      words.add(count + " " + (count == 1 ? unit : unit + "s"));
    }
  }
}
