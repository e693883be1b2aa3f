package dev.nightjar.app;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/// Files that only their owner may read.
final class SecretFile {
  private static final int KEY_BYTES = 32;

  private SecretFile() {}

  /// The key in a file, which is made where there is none.
  static byte[] key(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] key = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(key);
      write(file, key);
    }
    return Files.readAllBytes(file);
  }

  /// Writes a file, wholly or not at all, unless there is one.
  static void write(Path file, byte[] content) throws IOException {
    Path temporary =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".new-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(temporary, content);
      if (!Files.exists(file)) {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (FileAlreadyExistsException e) {
      // somebody else was first
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
