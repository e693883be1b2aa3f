package dev.nightjar.http.jupyter;

import dev.nightjar.files.Folders;
import dev.nightjar.files.NotebookRoot;
import dev.nightjar.http.HttpProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/// Files that came with a request, in a folder of their own until they are in a snapshot: who asks
/// from another machine has no files below the server's root.
final class Upload implements AutoCloseable {
  private final Path folder;

  /// @param artifacts the folder of all that runs leave
  /// @param files by their paths, with `/`
  /// @throws HttpProblem 400 for a path that is none below a folder
  Upload(Path artifacts, Map<String, byte[]> files) {
    try {
      folder = Files.createTempDirectory(Files.createDirectories(artifacts), ".upload-");
    } catch (IOException e) {
      throw new UncheckedIOException("uploads can't be kept in " + artifacts, e);
    }
    try {
      for (var file : files.entrySet()) {
        Path target = target(file.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
      }
    } catch (IOException e) {
      close();
      throw HttpProblem.bad("input_files can't be kept: " + e.getMessage());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Path target(String path) {
    try {
      Path target = folder.resolve(path).normalize();
      if (target.startsWith(folder) && !target.equals(folder)) {
        return target;
      }
    } catch (InvalidPathException e) {
      // refused below
    }
    throw HttpProblem.bad("input_files: '%s' is not a path below a folder".formatted(path));
  }

  NotebookRoot root() {
    return new NotebookRoot(folder);
  }

  @Override
  public void close() {
    Folders.delete(folder);
  }
}
