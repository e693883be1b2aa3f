package dev.nightjar.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/// Reads and writes whole documents at the URIs that it handles. Found by `ServiceLoader`; what
/// papermill calls a handler. Implementations are thread-safe.
public interface NotebookStorage {
  /// Whether this storage is the one for `uri`.
  boolean handles(String uri);

  /// All bytes of the document.
  ///
  /// @throws StorageException if it does not exist or can't be read
  byte[] read(String uri);

  /// Replaces the document, wholly or not at all.
  ///
  /// @throws StorageException if it can't be written
  void write(String uri, Content content);

  /// The file that `uri` names on this machine, if it is one: there, saving can be incremental.
  default Optional<Path> file(String uri) {
    return Optional.empty();
  }

  /// What is to be written.
  @FunctionalInterface
  interface Content {
    /// Writes it; leaves `out` open.
    void writeTo(OutputStream out) throws IOException;
  }
}
