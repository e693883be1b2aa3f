package dev.nightjar.notebook.html;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// Images that are part of a notebook.
final class Images {
  private static final Set<String> BINARY =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif");

  private Images() {}

  /// The image as a `data:` URI; empty if the type is not one that browsers show, or `content` not
  /// base64. An SVG drawing may be given as its text; in an image its scripts do not run.
  static Optional<String> dataUri(String type, String content) {
    String data = BINARY.contains(type) ? base64(content) : "";
    if (type.equals("image/svg+xml")) {
      String text = content.stripLeading();
      data =
          text.startsWith("<")
              ? Base64.getEncoder().encodeToString(svg(text).getBytes(StandardCharsets.UTF_8))
              : base64(content);
    }
    return data.isEmpty() ? Optional.empty() : Optional.of("data:" + type + ";base64," + data);
  }

  /// Outside of HTML a drawing needs its name space.
  private static String svg(String text) {
    return text.contains("xmlns=")
        ? text
        : text.replaceFirst("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"");
  }

  /// `text` without blanks, or nothing if it is not base64.
  static String base64(String text) {
    boolean blanks = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      if (c <= ' ') {
        blanks = true;
      } else if (!digit && c != '+' && c != '/' && c != '=') {
        return "";
      }
    }
    return blanks ? text.replaceAll("\\s+", "") : text;
  }
}
