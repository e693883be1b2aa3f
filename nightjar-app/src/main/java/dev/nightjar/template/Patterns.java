package dev.nightjar.template;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;

/// Writes and reads dates by Python's `strftime` codes, and writes them by pendulum's tokens.
final class Patterns {
  private static final List<String> TOKENS =
      List.of(
          "YYYY", "MMMM", "DDDD", "dddd", "MMM", "DDD", "ddd", "YY", "MM", "DD", "HH", "hh", "mm",
          "ss", "SSSSSS", "ZZ", "Z", "M", "D", "H", "h", "m", "s", "A", "X");

  private Patterns() {}

  static String strftime(Moment moment, String pattern) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '%' || i + 1 == pattern.length()) {
        out.append(c);
        continue;
      }
      char code = pattern.charAt(++i);
      boolean bare = code == '-' && i + 1 < pattern.length();
      String written = code(moment, bare ? pattern.charAt(++i) : code);
      out.append(bare ? written.replaceFirst("^0+(?=.)", "") : written);
    }
    return out.toString();
  }

  private static String code(Moment moment, char code) {
    ZonedDateTime time = moment.time();
    return switch (code) {
      case 'Y' -> "%04d".formatted(time.getYear());
      case 'y' -> "%02d".formatted(time.getYear() % 100);
      case 'm' -> "%02d".formatted(time.getMonthValue());
      case 'd' -> "%02d".formatted(time.getDayOfMonth());
      case 'e' -> "%2d".formatted(time.getDayOfMonth());
      case 'H' -> "%02d".formatted(time.getHour());
      case 'I' -> "%02d".formatted(time.getHour() % 12 == 0 ? 12 : time.getHour() % 12);
      case 'M' -> "%02d".formatted(time.getMinute());
      case 'S' -> "%02d".formatted(time.getSecond());
      case 'f' -> "%06d".formatted(time.getNano() / 1000);
      case 'p' -> time.getHour() < 12 ? "AM" : "PM";
      case 'j' -> "%03d".formatted(time.getDayOfYear());
      case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
      case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
      case 'V' -> "%02d".formatted(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
      case 's' -> Long.toString(time.toEpochSecond());
      case 'F' -> strftime(moment, "%Y-%m-%d");
      case 'T' -> strftime(moment, "%H:%M:%S");
      case 'z' -> moment.zoned() ? moment.offset("") : "";
      case 'Z' -> moment.zoned() ? zoneName(time) : "";
      case '%' -> "%";
      default -> throw new TemplateException("'%%%s' is no code of a date".formatted(code));
    };
  }

  private static String zoneName(ZonedDateTime time) {
    return time.getZone().getId().equals("Z") ? "UTC" : time.getZone().getId();
  }

  /// Python's `datetime.strptime`, for codes that are numbers.
  static LocalDateTime strptime(String text, String pattern) {
    int[] fields = {1900, 1, 1, 0, 0, 0};
    int at = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '%' || i + 1 == pattern.length()) {
        if (at >= text.length() || text.charAt(at++) != c) {
          throw notLike(text, pattern);
        }
        continue;
      }
      char code = pattern.charAt(++i);
      int field = "YmdHMSy".indexOf(code);
      if (field < 0) {
        throw new TemplateException("'%%%s' is no code that dates are read by".formatted(code));
      }
      int end = at;
      while (end < text.length()
          && end - at < (code == 'Y' ? 4 : 2)
          && Character.isDigit(text.charAt(end))) {
        end++;
      }
      if (end == at) {
        throw notLike(text, pattern);
      }
      int number = Integer.parseInt(text.substring(at, end));
      fields[field % 6] = code == 'y' ? number + (number < 69 ? 2000 : 1900) : number;
      at = end;
    }
    try {
      if (at == text.length()) {
        return LocalDateTime.of(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw notLike(text, pattern);
  }

  private static TemplateException notLike(String text, String pattern) {
    return new TemplateException("the date '%s' is not like '%s'".formatted(text, pattern));
  }

  /// Pendulum's `format`.
  static String format(Moment moment, String pattern) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      int from = at;
      int close = pattern.charAt(at) == '[' ? pattern.indexOf(']', at) : -1;
      String token =
          TOKENS.stream()
              .filter(one -> pattern.startsWith(one, from))
              .reduce((a, b) -> b.length() > a.length() ? b : a)
              .orElse("");
      if (close > 0) {
        out.append(pattern, at + 1, close);
        at = close + 1;
      } else if (token.isEmpty()) {
        out.append(pattern.charAt(at++));
      } else {
        out.append(token.equals("Z") ? moment.offset(":") : strftime(moment, code(token)));
        at += token.length();
      }
    }
    return out.toString();
  }

  private static String code(String token) {
    return switch (token) {
      case "YYYY" -> "%Y";
      case "YY" -> "%y";
      case "MMMM" -> "%B";
      case "MMM" -> "%b";
      case "MM" -> "%m";
      case "M" -> "%-m";
      case "DDDD" -> "%j";
      case "DDD" -> "%-j";
      case "DD" -> "%d";
      case "D" -> "%-d";
      case "dddd" -> "%A";
      case "ddd" -> "%a";
      case "HH" -> "%H";
      case "H" -> "%-H";
      case "hh" -> "%I";
      case "h" -> "%-I";
      case "mm" -> "%M";
      case "m" -> "%-M";
      case "ss" -> "%S";
      case "s" -> "%-S";
      case "SSSSSS" -> "%f";
      case "A" -> "%p";
      case "X" -> "%s";
      default -> "%z";
    };
  }
}
