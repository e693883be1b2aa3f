package dev.nightjar.alert;

import dev.nightjar.config.Secret;
import dev.nightjar.store.TokenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;

/// Secrets that came with jobs: files that only the server's user may read, outside of the
/// database. Thread-safe.
public final class JobSecrets {
  private static final Pattern NAME = Pattern.compile("job-[0-9a-f]{32}");
  private static final int NAME_LENGTH = 32;

  private final Path folder;

  /// @param folder made when it is needed
  public JobSecrets(Path folder) {
    this.folder = folder;
  }

  /// Keeps a secret; the same one again has the same name.
  ///
  /// @return its name
  String put(Secret secret) {
    String name = "job-" + TokenStore.hash(secret.reveal()).substring(0, NAME_LENGTH);
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path temporary =
            Files.createTempFile(
                folder,
                ".new-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(temporary, secret.reveal().getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a secret can't be kept in " + folder, e);
    }
    return name;
  }

  /// The secret of that name.
  Optional<Secret> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Secret(Files.readString(folder.resolve(name))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
