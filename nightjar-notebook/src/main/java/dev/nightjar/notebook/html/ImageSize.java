package dev.nightjar.notebook.html;

import java.util.Base64;
import java.util.Optional;

/// The size of a PNG, GIF or JPEG image in pixels, read from its first bytes.
///
/// @param width in pixels
/// @param height in pixels
public record ImageSize(int width, int height) {
  private static final int PREFIX = 64 * 1024;

  /// The size of the image that `base64` encodes; empty if it is of another kind or broken.
  public static Optional<ImageSize> of(String base64) {
    String start = base64.substring(0, Math.min(base64.length(), PREFIX));
    byte[] bytes;
    try {
      String whole = start.replaceAll("\\s", "");
      bytes = Base64.getDecoder().decode(whole.substring(0, whole.length() / 4 * 4));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length > 24 && number(bytes, 0, 4) == 0x89504e47) {
      return size(number(bytes, 16, 4), number(bytes, 20, 4));
    }
    if (bytes.length > 10 && number(bytes, 0, 3) == 0x474946) {
      return size(
          bytes[6] & 0xff | (bytes[7] & 0xff) << 8, bytes[8] & 0xff | (bytes[9] & 0xff) << 8);
    }
    return bytes.length > 4 && number(bytes, 0, 2) == 0xffd8 ? jpeg(bytes) : Optional.empty();
  }

  private static Optional<ImageSize> jpeg(byte[] bytes) {
    int at = 2;
    while (at + 9 < bytes.length && (bytes[at] & 0xff) == 0xff) {
      int marker = bytes[at + 1] & 0xff;
      boolean frame = marker >= 0xc0 && marker <= 0xcf && marker % 4 != 0 || marker == 0xc0;
      if (frame) {
        return size(number(bytes, at + 7, 2), number(bytes, at + 5, 2));
      }
      at += 2 + number(bytes, at + 2, 2);
    }
    return Optional.empty();
  }

  private static int number(byte[] bytes, int at, int length) {
    int number = 0;
    for (int i = at; i < at + length; i++) {
      number = number << 8 | bytes[i] & 0xff;
    }
    return number;
  }

  private static Optional<ImageSize> size(int width, int height) {
    boolean sane = width > 0 && height > 0 && width < 100_000 && height < 100_000;
    return sane ? Optional.of(new ImageSize(width, height)) : Optional.empty();
  }
}
