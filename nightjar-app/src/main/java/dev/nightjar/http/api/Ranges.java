package dev.nightjar.http.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sends a file, or the part of it that `Range` asks for (RFC 9110, 14). Of several ranges none is
/// heard, as the RFC allows: the whole file is sent.
final class Ranges {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
  private static final int PIECE = 1 << 16;

  private record Part(long start, long end) {}

  private Ranges() {}

  static void send(Context request, Path file) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long size = channel.size();
      request.header("Accept-Ranges", "bytes");
      Part part = part(request.header("Range"), size);
      if (part == null) {
        send(request, channel, new Part(0, size));
      } else if (part.start() >= part.end()) {
        request.status(416).header("Content-Range", "bytes */" + size);
      } else {
        request.status(206);
        request.header(
            "Content-Range", "bytes %d-%d/%d".formatted(part.start(), part.end() - 1, size));
        send(request, channel, part);
      }
    }
  }

  /// The part that is asked for, empty if there is no such; null for the whole file.
  private static @Nullable Part part(@Nullable String header, long size) {
    Matcher parts = ONE.matcher(header == null ? "" : header.strip());
    if (!parts.matches() || parts.group(1).isEmpty() && parts.group(2).isEmpty()) {
      return null;
    }
    if (parts.group(1).isEmpty()) {
      long length = Long.parseLong(parts.group(2));
      return new Part(Math.max(0, size - length), length == 0 ? 0 : size);
    }
    long start = Long.parseLong(parts.group(1));
    if (parts.group(2).isEmpty()) {
      return new Part(start, Math.max(start, size));
    }
    long last = Long.parseLong(parts.group(2));
    return last < start ? null : new Part(start, start >= size ? start : Math.min(last + 1, size));
  }

  private static void send(Context request, SeekableByteChannel channel, Part part)
      throws IOException {
    request.disableCompression();
    long left = part.end() - part.start();
    request.header("Content-Length", Long.toString(left));
    channel.position(part.start());
    InputStream in = Channels.newInputStream(channel);
    OutputStream out = request.outputStream();
    byte[] piece = new byte[PIECE];
    while (left > 0) {
      int read = in.read(piece, 0, (int) Math.min(PIECE, left));
      if (read < 0) {
        throw new IOException("the file became shorter while it was sent");
      }
      out.write(piece, 0, read);
      left -= read;
    }
  }
}
