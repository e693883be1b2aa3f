package dev.nightjar.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Writes JSON byte for byte as Python's `json.dumps(…, indent=1, sort_keys=True,
/// ensure_ascii=False)`, encoded as UTF-8. Keys are sorted by code point. A lone surrogate, which
/// UTF-8 can't hold, is written as an escape.
///
/// Buffers; nothing is sure to have reached the stream before [#flush()]. Not thread-safe.
public final class PythonJson {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final int WHOLE = -1;

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 16];
  private final char[] stretch = new char[1 << 10];
  private int used;
  private long handedOn;

  /// @param out receives the text; stays open
  public PythonJson(OutputStream out) {
    this.out = out;
  }

  /// Orders strings as Python does, by code point (`String.compareTo` orders by UTF-16 unit).
  public static final Comparator<String> BY_CODE_POINT =
      (a, b) -> {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
          char x = a.charAt(i);
          char y = b.charAt(i);
          if (x != y) {
            boolean bothSurrogate = Character.isSurrogate(x) == Character.isSurrogate(y);
            return bothSurrogate ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
          }
        }
        return Integer.compare(a.length(), b.length());
      };

  /// The names of an object's fields in the order in which they are written.
  public static List<String> sortedNames(JsonNode object) {
    List<String> names = new ArrayList<>(object.propertyNames());
    if (!(object instanceof OrderedObject)) {
      names.sort(BY_CODE_POINT);
    }
    return names;
  }

  /// Writes a value whose first line stands `depth` levels deep.
  public void value(JsonNode value, int depth) throws IOException {
    switch (value.getNodeType()) {
      case OBJECT -> {
        if (value.isEmpty()) {
          ascii("{}");
          return;
        }
        String separator = "{";
        for (String name : sortedNames(value)) {
          ascii(separator);
          newline(depth + 1);
          string(name);
          ascii(": ");
          value(value.get(name), depth + 1);
          separator = ",";
        }
        newline(depth);
        ascii("}");
      }
      case ARRAY -> {
        if (value.isEmpty()) {
          ascii("[]");
          return;
        }
        String separator = "[";
        for (JsonNode element : value) {
          ascii(separator);
          newline(depth + 1);
          value(element, depth + 1);
          separator = ",";
        }
        newline(depth);
        ascii("]");
      }
      case STRING -> string(value.stringValue());
      case NUMBER -> ascii(number(value));
      case BOOLEAN -> ascii(value.booleanValue() ? "true" : "false");
      case NULL, MISSING, BINARY, POJO -> ascii("null");
    }
  }

  /// Writes text as a list of its lines, as nbformat does; the empty text is the empty list.
  public void lines(String text, int depth) throws IOException {
    if (text.isEmpty()) {
      ascii("[]");
      return;
    }
    ascii("[");
    newline(depth + 1);
    strings(text, depth + 1);
    newline(depth);
    ascii("]");
  }

  /// Writes a string with its quotes.
  public void string(String text) throws IOException {
    strings(text, WHOLE);
  }

  /// Starts a new line, indented for `depth`.
  public void newline(int depth) throws IOException {
    room(depth + 1);
    buffer[used++] = '\n';
    for (int i = 0; i < depth; i++) {
      buffer[used++] = ' ';
    }
  }

  /// Writes text as it stands; only for ASCII.
  public void ascii(String text) throws IOException {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[used++] = (byte) text.charAt(i);
    }
  }

  /// How many bytes were written so far, those in the buffer included.
  public long written() {
    return handedOn + used;
  }

  /// Hands everything written to the stream, and flushes it.
  public void flush() throws IOException {
    handOn();
    out.flush();
  }

  private static String number(JsonNode value) {
    if (!value.isFloatingPointNumber()) {
      return value.asString();
    }
    double number = value.doubleValue();
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    return PythonFloat.repr(number);
  }

  /// Writes text as one string, or as one for each line, each on a line of its own.
  ///
  /// @param depth of the lines; `WHOLE` for one string
  private void strings(String text, int depth) throws IOException {
    ascii("\"");
    for (int start = 0; start < text.length(); ) {
      int length = Math.min(text.length() - start, stretch.length);
      text.getChars(start, start + length, stretch, 0);
      int at = plain(0, length);
      while (at < length) {
        int special = start + at;
        at += special(text, special);
        if (depth != WHOLE && start + at < text.length() && PythonText.endsLine(text, special)) {
          ascii("\",");
          newline(depth);
          ascii("\"");
        }
        at = plain(at, length);
      }
      start += at;
    }
    ascii("\"");
  }

  /// Writes those characters of the stretch that stand for themselves, which is nearly all of an
  /// image or a long text.
  ///
  /// @return the index of the first one that does not; `length`, or what is behind, if all do
  private int plain(int start, int length) throws IOException {
    int at = start;
    while (at < length) {
      room(1);
      int end = Math.min(length, at + buffer.length - used);
      while (at < end) {
        char c = stretch[at];
        if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
          return at;
        }
        buffer[used++] = (byte) c;
        at++;
      }
    }
    return at;
  }

  /// Writes a character that does not stand for itself.
  ///
  /// @return how many of the text's chars it is
  private int special(String text, int index) throws IOException {
    room(6);
    char c = text.charAt(index);
    if (c < 0x80) {
      escape(c);
    } else if (c < 0x800) {
      buffer[used++] = (byte) (0xC0 | c >> 6);
      buffer[used++] = (byte) (0x80 | c & 0x3F);
    } else if (Character.isHighSurrogate(c)
        && index + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(index + 1))) {
      int point = Character.toCodePoint(c, text.charAt(index + 1));
      buffer[used++] = (byte) (0xF0 | point >> 18);
      buffer[used++] = (byte) (0x80 | point >> 12 & 0x3F);
      buffer[used++] = (byte) (0x80 | point >> 6 & 0x3F);
      buffer[used++] = (byte) (0x80 | point & 0x3F);
      return 2;
    } else if (Character.isSurrogate(c)) {
      unicodeEscape(c);
    } else {
      buffer[used++] = (byte) (0xE0 | c >> 12);
      buffer[used++] = (byte) (0x80 | c >> 6 & 0x3F);
      buffer[used++] = (byte) (0x80 | c & 0x3F);
    }
    return 1;
  }

  private void escape(char c) {
    char letter =
        switch (c) {
          case '"', '\\' -> c;
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          case '\b' -> 'b';
          case '\f' -> 'f';
          default -> 'u';
        };
    if (letter == 'u') {
      unicodeEscape(c);
    } else {
      buffer[used++] = '\\';
      buffer[used++] = (byte) letter;
    }
  }

  private void unicodeEscape(char c) {
    buffer[used++] = '\\';
    buffer[used++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer[used++] = HEX[c >> shift & 0xF];
    }
  }

  private void room(int bytes) throws IOException {
    if (used + bytes > buffer.length) {
      handOn();
    }
  }

  private void handOn() throws IOException {
    out.write(buffer, 0, used);
    handedOn += used;
    used = 0;
  }
}
