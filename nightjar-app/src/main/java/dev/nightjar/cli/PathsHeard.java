package dev.nightjar.cli;

import dev.nightjar.engine.RunListener;
import dev.nightjar.storage.NotebookStorages;
import dev.nightjar.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the paths of a run, and makes the folder that its output goes to. Not thread-safe.
final class PathsHeard implements RunListener {
  private final NotebookStorages storages;
  private String input = "";

  PathsHeard(NotebookStorages storages) {
    this.storages = storages;
  }

  /// The path of the notebook that is run.
  String input() {
    return input;
  }

  @Override
  public void pathsExpanded(String input, @Nullable String output) {
    this.input = input;
    if (output != null) {
      makeFolder(output, storages);
    }
  }

  /// Makes the folder of a file, if it is one.
  static void makeFolder(String uri, NotebookStorages storages) {
    Optional<Path> folder =
        storages.of(uri).file(uri).map(Path::toAbsolutePath).map(Path::getParent);
    if (folder.isPresent()) {
      try {
        Files.createDirectories(folder.get());
      } catch (IOException e) {
        throw new StorageException(
            "The folder of '%s' can't be made: %s".formatted(uri, e.getMessage()), e);
      }
    }
  }
}
