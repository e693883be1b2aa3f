package dev.nightjar.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// All storages: those given and found by `ServiceLoader`, `http(s)://`, and files for every other
/// URI. The first that handles a URI gets it. Thread-safe.
public final class NotebookStorages {
  private final List<NotebookStorage> storages;

  /// @param directory relative paths start here
  /// @param first asked before all others
  public NotebookStorages(Path directory, NotebookStorage... first) {
    List<NotebookStorage> all = new ArrayList<>(List.of(first));
    ServiceLoader.load(NotebookStorage.class).forEach(all::add);
    all.add(new HttpStorage());
    all.add(new LocalStorage(directory));
    this.storages = List.copyOf(all);
  }

  /// The storage for `uri`.
  public NotebookStorage of(String uri) {
    for (NotebookStorage storage : storages) {
      if (storage.handles(uri)) {
        return storage;
      }
    }
    throw new IllegalStateException("the storage of files takes every URI");
  }
}
