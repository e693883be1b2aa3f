package dev.nightjar.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The log of a call: lines of a file. Not thread-safe.
final class CallLog implements AutoCloseable {
  private final Writer writer;

  CallLog(Path file) throws IOException {
    this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  /// Writes some lines, at once.
  void say(String lines) {
    try {
      writer.write(lines + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
