package dev.nightjar.template;

import dev.nightjar.template.Function.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The methods of Python's `str` that templates have.
final class TextMethods {
  static final Set<String> ALL =
      Set.of(
          "upper",
          "lower",
          "title",
          "capitalize",
          "strip",
          "lstrip",
          "rstrip",
          "replace",
          "split",
          "startswith",
          "endswith",
          "find",
          "count",
          "zfill",
          "join",
          "isdigit",
          "removeprefix",
          "removesuffix",
          "format");

  private TextMethods() {}

  static @Nullable Object call(String name, String text, Arguments given) {
    Budget budget = given.budget();
    budget.spendText(text.length());
    return switch (name) {
      case "upper" -> upper(text);
      case "lower" -> lower(text);
      case "title" -> title(text);
      case "capitalize" ->
          text.isEmpty() ? text : upper(text.substring(0, 1)) + lower(text.substring(1));
      case "strip" -> strip(text, given, true, true);
      case "lstrip" -> strip(text, given, true, false);
      case "rstrip" -> strip(text, given, false, true);
      case "replace" -> replace(text, given);
      case "split" -> split(text, given);
      case "startswith" -> text.startsWith(given.text(0, "prefix"));
      case "endswith" -> text.endsWith(given.text(0, "suffix"));
      case "find" -> (long) text.indexOf(given.text(0, "sub"));
      case "count" -> (long) occurrences(text, given.text(0, "sub"));
      case "zfill" -> {
        long missing = given.whole(0, "width") - text.length();
        budget.spendText(Math.max(0, missing));
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        yield text.substring(0, sign)
            + "0".repeat((int) Math.max(0, missing))
            + text.substring(sign);
      }
      case "join" -> {
        List<String> parts = new ArrayList<>();
        long length = 0;
        for (Object part : new Values(budget).elements(given.get(0, "iterable"))) {
          String one = PythonText.str(part, budget);
          length += one.length() + text.length();
          parts.add(one);
        }
        budget.spendText(length);
        yield String.join(text, parts);
      }
      case "isdigit" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
      case "removeprefix" -> {
        String prefix = given.text(0, "prefix");
        yield text.startsWith(prefix) ? text.substring(prefix.length()) : text;
      }
      case "removesuffix" -> {
        String suffix = given.text(0, "suffix");
        yield !suffix.isEmpty() && text.endsWith(suffix)
            ? text.substring(0, text.length() - suffix.length())
            : text;
      }
      default -> format(text, given);
    };
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String title(String text) {
    StringBuilder title = new StringBuilder();
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      title.append(start ? Character.toTitleCase(c) : Character.toLowerCase(c));
      start = !Character.isLetter(c);
    }
    return title.toString();
  }

  private static String strip(String text, Arguments given, boolean left, boolean right) {
    String characters = given.text(0, "chars", "");
    int from = 0;
    int to = text.length();
    while (left && from < to && strips(text.charAt(from), characters)) {
      from++;
    }
    while (right && to > from && strips(text.charAt(to - 1), characters)) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean strips(char c, String characters) {
    return characters.isEmpty() ? Character.isWhitespace(c) : characters.indexOf(c) >= 0;
  }

  private static int occurrences(String text, String part) {
    if (part.isEmpty()) {
      return text.length() + 1;
    }
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private static String replace(String text, Arguments given) {
    String old = given.text(0, "old");
    String by = given.text(1, "new");
    long times = given.whole(2, "count", Long.MAX_VALUE);
    long growth = (long) Math.max(0, by.length() - old.length()) * occurrences(text, old);
    given.budget().spendText(text.length() + growth);
    if (times >= occurrences(text, old)) {
      return text.replace(old, by);
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (long i = 0; i < times && !old.isEmpty(); i++) {
      int at = text.indexOf(old, from);
      out.append(text, from, at).append(by);
      from = at + old.length();
    }
    return out.append(text.substring(from)).toString();
  }

  private static List<String> split(String text, Arguments given) {
    List<String> parts = new ArrayList<>();
    if (!given.has(0, "sep") || given.get(0, "sep") == null) {
      for (String part : text.strip().split("\\s+", -1)) {
        if (!part.isEmpty()) {
          parts.add(part);
        }
      }
    } else {
      String separator = given.text(0, "sep");
      if (separator.isEmpty()) {
        throw new TemplateException("a text can't be split by an empty one");
      }
      long most = given.whole(1, "maxsplit", -1);
      int from = 0;
      for (int at = text.indexOf(separator);
          at >= 0 && (most < 0 || parts.size() < most);
          at = text.indexOf(separator, from)) {
        parts.add(text.substring(from, at));
        from = at + separator.length();
      }
      parts.add(text.substring(from));
    }
    given.budget().spend(parts.size());
    return parts;
  }

  /// `{}` and `{0}` and `{name}`, without a form behind a colon.
  private static String format(String text, Arguments given) {
    StringBuilder out = new StringBuilder();
    int next = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
        out.append(c);
        i++;
      } else if (c == '{' && text.indexOf('}', i) > 0) {
        int close = text.indexOf('}', i);
        String field = text.substring(i + 1, close);
        boolean numbered = field.isEmpty() || field.matches("\\d{1,3}");
        int index = field.isEmpty() ? next++ : numbered ? Integer.parseInt(field) : -1;
        String value =
            PythonText.str(given.get(index, field.isEmpty() ? "{}" : field), given.budget());
        given.budget().spendText((long) out.length() + value.length());
        out.append(value);
        i = close;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
