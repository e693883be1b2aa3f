package dev.nightjar.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/// All storages: those given; for URIs with a scheme, those found by `ServiceLoader`, then
/// `http(s)://`; files for every other URI. The first that handles a URI gets it. Thread-safe.
public final class NotebookStorages {
  /// The scheme of a URI; a drive of Windows has one letter.
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

  private final List<NotebookStorage> first;
  private final NotebookStorage http = new HttpStorage();
  private final NotebookStorage files;

  /// @param directory relative paths start here
  /// @param first asked before all others
  public NotebookStorages(Path directory, NotebookStorage... first) {
    this.first = List.of(first);
    this.files = new LocalStorage(directory);
  }

  /// The storage for `uri`.
  public NotebookStorage of(String uri) {
    for (NotebookStorage storage : first) {
      if (storage.handles(uri)) {
        return storage;
      }
    }
    if (!SCHEME.matcher(uri).lookingAt()) {
      return files; // without a search, which opens every jar
    }
    for (NotebookStorage storage : ServiceLoader.load(NotebookStorage.class)) {
      if (storage.handles(uri)) {
        return storage;
      }
    }
    return http.handles(uri) ? http : files;
  }
}
