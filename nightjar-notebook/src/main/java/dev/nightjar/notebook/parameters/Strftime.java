package dev.nightjar.notebook.parameters;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `datetime.strftime` of a naive datetime in the C locale, with glibc's flags and widths.
final class Strftime {
  private static final Pattern DIRECTIVE =
      Pattern.compile("%(?<flags>[-_0^#]*)(?<width>[0-9]{0,4})[EO]?(?<letter>[a-zA-Z%])");

  private Strftime() {}

  static String format(LocalDateTime time, String format) {
    StringBuilder out = new StringBuilder();
    Matcher directive = DIRECTIVE.matcher(format);
    int at = 0;
    while (directive.find()) {
      out.append(format, at, directive.start());
      Value value = value(time, directive.group("letter").charAt(0), directive.group());
      out.append(shown(value, directive));
      at = directive.end();
    }
    return out.append(format, at, format.length()).toString();
  }

  /// A directive's text before flags and width.
  ///
  /// @param text a number without leading zeros, or words
  /// @param width how wide a number is by default; 0 for words
  /// @param pad what fills it
  private record Value(String text, int width, char pad) {}

  private static Value number(long number, int width) {
    return new Value(Long.toString(number), width, '0');
  }

  private static Value blankPadded(int number) {
    return new Value(Integer.toString(number), 2, ' ');
  }

  private static Value words(String text) {
    return new Value(text, 0, ' ');
  }

  private static Value words(LocalDateTime time, String format) {
    return words(format(time, format));
  }

  private static Value value(LocalDateTime time, char letter, String directive) {
    int hour = time.getHour();
    int twelve = hour % 12 == 0 ? 12 : hour % 12;
    int weekday = time.getDayOfWeek().getValue();
    int dayOfYear = time.getDayOfYear();
    String halfDay = hour < 12 ? "AM" : "PM";
    return switch (letter) {
      case 'a' -> words(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US));
      case 'A' -> words(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US));
      case 'b', 'h' -> words(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.US));
      case 'B' -> words(time.getMonth().getDisplayName(TextStyle.FULL, Locale.US));
      case 'c' -> words(time, "%a %b %e %H:%M:%S %Y");
      case 'C' -> number(time.getYear() / 100, 2);
      case 'd' -> number(time.getDayOfMonth(), 2);
      case 'D', 'x' -> words(time, "%m/%d/%y");
      case 'e' -> blankPadded(time.getDayOfMonth());
      case 'f' ->
          directive.equals("%f")
              ? number(time.get(ChronoField.MICRO_OF_SECOND), 6)
              : words(directive);
      case 'F' -> words(time, "%Y-%m-%d");
      case 'g' -> number(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2);
      case 'G' -> number(time.get(IsoFields.WEEK_BASED_YEAR), 4);
      case 'H' -> number(hour, 2);
      case 'I' -> number(twelve, 2);
      case 'j' -> number(dayOfYear, 3);
      case 'k' -> blankPadded(hour);
      case 'l' -> blankPadded(twelve);
      case 'm' -> number(time.getMonthValue(), 2);
      case 'M' -> number(time.getMinute(), 2);
      case 'n' -> words("\n");
      case 'p' -> words(halfDay);
      case 'P' -> words(halfDay.toLowerCase(Locale.ROOT));
      case 'r' -> words(time, "%I:%M:%S %p");
      case 'R' -> words(time, "%H:%M");
      case 's' ->
          number(time.atZone(ZoneId.systemDefault()).getLong(ChronoField.INSTANT_SECONDS), 1);
      case 'S' -> number(time.getSecond(), 2);
      case 't' -> words("\t");
      case 'T', 'X' -> words(time, "%H:%M:%S");
      case 'u' -> number(weekday, 1);
      case 'U' -> number((dayOfYear + 6 - weekday % 7) / 7, 2);
      case 'V' -> number(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
      case 'w' -> number(weekday % 7, 1);
      case 'W' -> number((dayOfYear + 6 - (weekday + 6) % 7) / 7, 2);
      case 'y' -> number(time.getYear() % 100, 2);
      case 'Y' -> number(time.getYear(), 1);
      case 'z', 'Z' -> words("");
      case '%' -> words("%");
      default -> words(directive);
    };
  }

  private static String shown(Value value, Matcher directive) {
    String flags = directive.group("flags");
    String text = value.text();
    String letter = directive.group("letter");
    if (flags.indexOf('#') >= 0 && letter.equals("p")) {
      text = text.toLowerCase(Locale.ROOT);
    } else if (flags.indexOf('^') >= 0 && !letter.equals("P")
        || flags.indexOf('#') >= 0 && "aAbBh".contains(letter)) {
      text = text.toUpperCase(Locale.ROOT);
    }
    int last = Math.max(flags.lastIndexOf('_'), flags.lastIndexOf('0'));
    char pad = last < 0 ? value.pad() : flags.charAt(last) == '_' ? ' ' : '0';
    boolean padded = flags.lastIndexOf('-') <= last || flags.indexOf('-') < 0;
    String given = directive.group("width");
    int width = !given.isEmpty() ? Integer.parseInt(given) : padded ? value.width() : 0;
    return String.valueOf(pad).repeat(Math.max(0, width - text.length())) + text;
  }
}
