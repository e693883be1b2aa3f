package dev.nightjar.cli;

import dev.nightjar.storage.StorageException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the notebooks that a command line names: files as they are; of folders all `.ipynb` files
/// below, sorted, but for those in hidden folders, in `node_modules` and in Python environments.
final class NotebookSearch {
  private final Path directory;
  private final @Nullable Path excluded;
  private final Map<Path, Path> byRealPath = new LinkedHashMap<>();

  /// @param directory where relative paths start
  /// @param excluded a folder that is not searched; null for none
  NotebookSearch(Path directory, @Nullable Path excluded) {
    this.directory = directory;
    this.excluded = excluded;
  }

  /// The notebooks in order, each once, absolute.
  ///
  /// @throws UsageException if a path does not exist, or there is no notebook at all
  List<Path> find(List<String> names) {
    for (String name : names) {
      Path path = directory.resolve(name).normalize();
      try {
        if (Files.isDirectory(path)) {
          for (Path notebook : below(path)) {
            byRealPath.putIfAbsent(notebook.toRealPath(), notebook);
          }
        } else if (Files.exists(path)) {
          byRealPath.putIfAbsent(path.toRealPath(), path);
        } else {
          throw new UsageException("Path '%s' does not exist.".formatted(name));
        }
      } catch (IOException e) {
        throw new StorageException(
            "'%s' can't be searched for notebooks: %s".formatted(name, e.getMessage()), e);
      }
    }
    if (byRealPath.isEmpty()) {
      throw new UsageException(
          "No notebook (*.ipynb) below %s.".formatted(String.join(", ", names)), false);
    }
    return List.copyOf(byRealPath.values());
  }

  private List<Path> below(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(root) || isSearched(folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (name.endsWith(".ipynb") && !name.startsWith(".") && Files.isRegularFile(file)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found.stream().sorted().toList();
  }

  private boolean isSearched(Path folder) {
    String name = folder.getFileName().toString();
    return !name.startsWith(".")
        && !name.equals("node_modules")
        && !folder.equals(excluded)
        && !Files.exists(folder.resolve("pyvenv.cfg"));
  }
}
