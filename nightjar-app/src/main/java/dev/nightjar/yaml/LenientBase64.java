package dev.nightjar.yaml;

import java.io.ByteArrayOutputStream;

/// Base64 as Python's `binascii.a2b_base64` reads it when not strict: what is not of the alphabet
/// is passed over, and the first complete padding ends the data.
final class LenientBase64 {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private LenientBase64() {}

  static byte[] decode(String text) {
    var out = new ByteArrayOutputStream(text.length() * 3 / 4);
    int digits = 0;
    int padding = 0;
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        throw new IllegalArgumentException("it contains characters beyond ASCII");
      }
      if (c == '=') {
        padding++;
        if (digits >= 2 && digits + padding >= 4) {
          return out.toByteArray();
        }
        continue;
      }
      int value = ALPHABET.indexOf(c);
      if (value < 0) {
        continue;
      }
      padding = 0;
      bits = bits << 6 | value;
      digits = (digits + 1) % 4;
      if (digits != 1) {
        out.write(bits >> (digits == 2 ? 4 : digits == 3 ? 2 : 0));
      }
    }
    if (digits != 0) {
      throw new IllegalArgumentException(
          digits == 1 ? "its length is wrong" : "its padding is wrong");
    }
    return out.toByteArray();
  }
}
