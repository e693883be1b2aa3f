package dev.nightjar.task;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a notebook writes into its working folder: the regular files that are there in the end and
/// were not before, or were changed. Links are neither followed nor told.
final class SideFiles {
  private static final Set<String> LEFT_OUT = Set.of(".ipynb_checkpoints", "__pycache__", ".git");
  private static final int MOST = 10_000;

  private final Path folder;
  private final Map<Path, State> before;

  private record State(long size, FileTime changed, @Nullable Object key) {}

  /// Takes note of what is there.
  SideFiles(Path folder) {
    this.folder = folder;
    this.before = states();
  }

  /// The files written since.
  ///
  /// @param notebook is none of them
  List<Path> written(String notebook) {
    Path own = folder.resolve(notebook);
    return states().entrySet().stream()
        .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .filter(file -> !file.equals(own))
        .sorted()
        .toList();
  }

  private Map<Path, State> states() {
    Map<Path, State> states = new LinkedHashMap<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
              return LEFT_OUT.contains(below.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                states.put(
                    file,
                    new State(
                        attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
              }
              return states.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // gone meanwhile, or not readable for us
            }

            @Override
            public FileVisitResult postVisitDirectory(Path below, @Nullable IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      return states; // the visitor takes all others
    }
    return states;
  }
}
