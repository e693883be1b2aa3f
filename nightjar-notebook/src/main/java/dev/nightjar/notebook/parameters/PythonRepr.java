package dev.nightjar.notebook.parameters;

import dev.nightjar.json.PythonFloat;
import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.util.List;

/// Values and strings as Python's `repr()`, `ascii()` and `unicode_escape` codec write them.
final class PythonRepr {
  private PythonRepr() {}

  static String repr(ParameterValue value) {
    StringBuilder out = new StringBuilder();
    append(value, out);
    return out.toString();
  }

  /// At most some 40 characters of the repr, for messages.
  static String brief(ParameterValue value) {
    String repr = repr(value);
    return repr.length() > 40 ? repr.substring(0, 40) + "…" : repr;
  }

  private static void append(ParameterValue value, StringBuilder out) {
    switch (value) {
      case ParameterValue.None _ -> out.append("None");
      case ParameterValue.Bool(var bool) -> out.append(bool ? "True" : "False");
      case ParameterValue.Int(var integer) -> out.append(integer);
      case ParameterValue.Floating(var number) -> out.append(PythonFloat.repr(number));
      case ParameterValue.Text(var text) -> out.append(quoted(text));
      case ParameterValue.Bytes(var latin1) -> appendBytes(latin1, out);
      case ParameterValue.Sequence(var elements) -> appendAll("[", elements, "]", out);
      case ParameterValue.Tuple(var elements) ->
          appendAll("(", elements, elements.size() == 1 ? ",)" : ")", out);
      case ParameterValue.SetOf(var elements) -> {
        if (elements.isEmpty()) {
          out.append("set()");
        } else {
          appendAll("{", elements, "}", out);
        }
      }
      case ParameterValue.Mapping(var entries) -> {
        String separator = "{";
        for (Entry entry : entries) {
          out.append(separator);
          append(entry.key(), out);
          out.append(": ");
          append(entry.value(), out);
          separator = ", ";
        }
        out.append(entries.isEmpty() ? "{}" : "}");
      }
    }
  }

  private static void appendAll(
      String before, List<ParameterValue> elements, String after, StringBuilder out) {
    out.append(before);
    String separator = "";
    for (ParameterValue element : elements) {
      out.append(separator);
      append(element, out);
      separator = ", ";
    }
    out.append(after);
  }

  private static void appendBytes(String latin1, StringBuilder out) {
    char quote = quoteFor(latin1);
    out.append('b').append(quote);
    for (int i = 0; i < latin1.length(); i++) {
      char c = latin1.charAt(i);
      if (c == quote) {
        out.append('\\').append(c);
      } else if (c < ' ' || c >= 0x7f || c == '\\') {
        escape(c, out);
      } else {
        out.append(c);
      }
    }
    out.append(quote);
  }

  /// `repr(text)`.
  static String quoted(String text) {
    char quote = quoteFor(text);
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    text.codePoints()
        .forEach(
            point -> {
              if (point == quote) {
                out.append('\\').append(quote);
              } else if (point == '\\' || !isPrintable(point)) {
                escape(point, out);
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.append(quote).toString();
  }

  /// What `ascii()` makes of a `repr()`: everything beyond ASCII escaped.
  static String ascii(String repr) {
    StringBuilder out = new StringBuilder();
    repr.codePoints()
        .forEach(
            point -> {
              if (point < 0x80) {
                out.append((char) point);
              } else {
                escape(point, out);
              }
            });
    return out.toString();
  }

  /// `text.encode('unicode_escape').decode()`.
  static String unicodeEscaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point >= ' ' && point < 0x7f && point != '\\') {
                out.append((char) point);
              } else {
                escape(point, out);
              }
            });
    return out.toString();
  }

  private static void escape(int point, StringBuilder out) {
    switch (point) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default ->
          out.append(
              (point < 0x100 ? "\\x%02x" : point < 0x10000 ? "\\u%04x" : "\\U%08x")
                  .formatted(point));
    }
  }

  private static char quoteFor(String text) {
    return text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
  }

  /// `str.isprintable` of one character: not of the categories "Other" and "Separator", but the
  /// space.
  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> point == ' ';
      default -> true;
    };
  }
}
