package dev.nightjar.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The long strings of a large document, such as images and the text of a loop: taken from its
/// bytes in one go. Jackson makes chars of bytes and bytes of chars, in a multiple of the time and
/// memory. It still reads everything after us, and so finds what is wrong. Stateless.
final class LongStrings {
  private static final int LARGE_DOCUMENT = 1 << 16;
  private static final int LONG = 1 << 12;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = ONES << 7;

  private LongStrings() {}

  /// Whether it is worth looking for them. Where bytes stand is known only without a mark of the
  /// byte order, and in UTF-8.
  static boolean mayBeIn(byte[] document) {
    return document.length >= LARGE_DOCUMENT
        && (document[0] == '{' || document[0] == '[')
        && document[1] != 0;
  }

  /// The string that the quote at `quote` opens; null if it is short, or has anything but ASCII and
  /// the short escapes.
  static @Nullable String at(byte[] document, int quote) {
    int start = quote + 1;
    int escapes = 0;
    int end = plainUntil(document, start);
    while (end + 1 < document.length && document[end] == '\\') {
      if (unescaped(document[end + 1]) == 0) {
        return null;
      }
      escapes++;
      end = plainUntil(document, end + 2);
    }
    if (end == document.length || document[end] != '"' || end - start < LONG) {
      return null;
    }
    return escapes == 0
        ? new String(document, start, end - start, StandardCharsets.ISO_8859_1)
        : unescaped(document, start, end, end - start - escapes);
  }

  private static String unescaped(byte[] document, int start, int end, int length) {
    byte[] text = new byte[length];
    int used = 0;
    for (int at = start; at < end; ) {
      int escape = plainUntil(document, at);
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

  /// Where the first byte stands that does not stand for itself: a quote, a backslash, or none of
  /// ASCII's printable ones.
  private static int plainUntil(byte[] document, int start) {
    int at = start;
    while (at + Long.BYTES <= document.length && isPlain((long) EIGHT.get(document, at))) {
      at += Long.BYTES;
    }
    while (at < document.length
        && document[at] >= ' '
        && document[at] != '"'
        && document[at] != '\\') {
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
