package dev.nightjar.http.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/// A log that may grow; one that is not there is empty.
record LogFile(Path path) {
  long size() throws IOException {
    try {
      return Files.size(path);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /// What stands at a place.
  ///
  /// @param most bytes
  byte[] read(long from, int most) throws IOException {
    try (SeekableByteChannel file =
        Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long there = Math.max(0, file.size() - from);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, there));
      file.position(Math.min(from, file.size()));
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        // until it is full
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }
}
