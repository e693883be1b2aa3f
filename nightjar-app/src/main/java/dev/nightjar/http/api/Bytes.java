package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/// The body of a request, read once.
final class Bytes {
  /// Enough for what people write.
  static final int SMALL = 1 << 20;

  /// Enough for notebooks with their outputs.
  static final int LARGE = 64 << 20;

  private static final String READ = "nightjar.body";

  private Bytes() {}

  /// @param most bytes
  /// @throws HttpProblem 413 if there are more, 415 if it does not say that it is JSON
  static byte[] of(Context request, int most) {
    byte[] read = request.attribute(READ);
    if (read != null) {
      return read;
    }
    try (InputStream in = request.bodyInputStream()) {
      byte[] body = in.readNBytes(most + 1);
      if (body.length > most) {
        throw new HttpProblem(413, "The body has more than %,d bytes: send less.".formatted(most));
      }
      if (body.length > 0 && !isJson(request.contentType())) {
        throw new HttpProblem(
            415, "Say that the body is JSON: send the header Content-Type: application/json.");
      }
      request.attribute(READ, body);
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isJson(@org.jspecify.annotations.Nullable String type) {
    if (type == null) {
      return false;
    }
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return media.equals("application/json") || media.endsWith("+json");
  }
}
