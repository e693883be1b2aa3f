package dev.nightjar.json;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The long strings of a large document, such as images and the text of a loop, taken out of its
/// bytes, so that Jackson reads only the rest: it makes chars of bytes and bytes of chars, in a
/// multiple of the time and memory. Of one document.
final class LongStrings {
  private static final int LARGE_DOCUMENT = 1 << 18;
  private static final int LONG = 1 << 12;

  /// Loops are left and entered again after so many bytes: the JVM then goes on with what it has
  /// compiled meanwhile.
  private static final int BLOCK = 1 << 10;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = ONES << 7;

  private final byte[] document;
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
  private final Map<Long, String> byOffset = new HashMap<>();
  private int taken;

  private LongStrings(byte[] document) {
    this.document = document;
  }

  /// The long strings of a document in UTF-8; null if it is not worth the search.
  static @Nullable LongStrings of(byte[] document) {
    if (document.length < LARGE_DOCUMENT || document[1] == 0) {
      return null;
    }
    LongStrings strings = new LongStrings(document);
    strings.takeOut();
    return strings.byOffset.isEmpty() ? null : strings;
  }

  /// The document with empty strings in their places.
  byte[] rest() {
    return rest.toByteArray();
  }

  /// The string that was where the rest has one at this offset; null if that is its own.
  @Nullable String at(long offset) {
    return byOffset.get(offset);
  }

  private void takeOut() {
    for (int at = 0; at < document.length; ) {
      if (document[at] == '"') {
        at = string(at + 1) + 1;
      } else {
        at++;
      }
    }
    rest.write(document, taken, document.length - taken);
  }

  /// @param start behind the opening quote
  /// @return where the closing one is
  private int string(int start) {
    int escapes = 0;
    boolean simple = true;
    int end = plainUntil(start);
    while (end < document.length && document[end] != '"') {
      if (document[end] == '\\' && end + 1 < document.length) {
        simple &= unescaped(document[end + 1]) != 0;
        escapes++;
        end++;
      } else {
        simple = false; // not ASCII, or not JSON: Jackson knows
      }
      end = plainUntil(end + 1);
    }
    if (simple && end < document.length && end - start >= LONG && !isName(end)) {
      rest.write(document, taken, start - taken);
      taken = end;
      byOffset.put(
          rest.size() - 1L,
          escapes == 0
              ? new String(document, start, end - start, StandardCharsets.ISO_8859_1)
              : unescaped(start, end, end - start - escapes));
    }
    return end;
  }

  /// Whether the string that ends at the quote `end` is the name of a field.
  private boolean isName(int end) {
    int at = end + 1;
    while (at < document.length && " \t\r\n".indexOf(document[at]) >= 0) {
      at++;
    }
    return at < document.length && document[at] == ':';
  }

  private String unescaped(int start, int end, int length) {
    byte[] text = new byte[length];
    int used = 0;
    for (int at = start; at < end; ) {
      int escape = plainUntil(at);
      System.arraycopy(document, at, text, used, escape - at);
      used += escape - at;
      if (escape < end) {
        text[used++] = unescaped(document[escape + 1]);
      }
      at = escape + 2;
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /// What the letter behind a backslash stands for; 0 if that is not for us.
  private static byte unescaped(byte letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> 0;
    };
  }

  /// Where the first byte from `start` on is that does not stand for itself in a string: a quote, a
  /// backslash, or none of ASCII's printable ones.
  private int plainUntil(int start) {
    int at = start;
    while (at < document.length) {
      int end = Math.min(document.length, at + BLOCK);
      at = plainUntil(document, at, end);
      if (at < end) {
        return at;
      }
    }
    return document.length;
  }

  private static int plainUntil(byte[] document, int start, int end) {
    int at = start;
    while (at + Long.BYTES <= end && isPlain((long) EIGHT.get(document, at))) {
      at += Long.BYTES;
    }
    while (at < end && document[at] >= ' ' && document[at] != '"' && document[at] != '\\') {
      at++;
    }
    return at;
  }

  /// Whether all eight bytes are plain ("Determine if a word has a byte less than n", Bit Twiddling
  /// Hacks).
  private static boolean isPlain(long eight) {
    long quotes = eight ^ ONES * '"';
    long backslashes = eight ^ ONES * '\\';
    long found =
        eight
            | eight - ONES * ' ' & ~eight
            | quotes - ONES & ~quotes
            | backslashes - ONES & ~backslashes;
    return (found & HIGH) == 0;
  }
}
