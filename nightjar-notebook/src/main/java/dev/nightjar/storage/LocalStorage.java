package dev.nightjar.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Files of this machine, named by path or by `file://`.
final class LocalStorage implements NotebookStorage {
  private final Path directory;

  LocalStorage(Path directory) {
    this.directory = directory;
  }

  @Override
  public boolean handles(String uri) {
    return true;
  }

  @Override
  public byte[] read(String uri) {
    Path path = path(uri);
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new StorageException(
          "No such file or directory: '%s'. Relative paths start at %s.".formatted(uri, directory),
          e);
    } catch (AccessDeniedException e) {
      throw new StorageException("No permission to read '%s'.".formatted(uri), e);
    } catch (IOException e) {
      throw new StorageException(
          Files.isDirectory(path)
              ? "'%s' is a directory, not a file.".formatted(uri)
              : "'%s' can't be read: %s".formatted(uri, e.getMessage()),
          e);
    } catch (OutOfMemoryError e) {
      throw new StorageException(
          "'%s' is too large to be read into memory (%d bytes)."
              .formatted(uri, path.toFile().length()),
          e);
    }
  }

  @Override
  public void write(String uri, Content content) {
    FileReplacement.write(path(uri), uri, content);
  }

  @Override
  public Optional<Path> file(String uri) {
    return Optional.of(path(uri));
  }

  private Path path(String uri) {
    try {
      Path path = uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
      return directory.resolve(path).normalize();
    } catch (IllegalArgumentException e) {
      String shown = uri.length() > 100 ? uri.substring(0, 100) + "…" : uri;
      throw new StorageException(
          "'%s' can't be the path of a file: %s".formatted(shown, e.getMessage()), e);
    }
  }
}
