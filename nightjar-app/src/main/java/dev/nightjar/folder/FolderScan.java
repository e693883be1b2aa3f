package dev.nightjar.folder;

import dev.nightjar.files.FolderWatch;
import dev.nightjar.scheduler.Bell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The files below a folder, and when they change. Hidden files and folders, Python's caches and
/// what `.airflowignore` files name are left out; links to files are followed, those to folders are
/// not. Not thread-safe.
final class FolderScan implements AutoCloseable {
  /// By what a changed file is known.
  record Stamp(long modified, long size) {}

  private final Path folder;
  private final Bell bell = new Bell();
  private final FolderWatch watch = new FolderWatch(bell::ring);

  FolderScan(Path folder) {
    this.folder = folder;
  }

  /// The files by their paths below the folder, with `/`.
  Map<String, Stamp> files() {
    Map<String, Stamp> files = new TreeMap<>();
    Set<Path> folders = new HashSet<>();
    var ignored = new IgnoredFiles(folder);
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              if (!path.equals(folder) && (isLeftOut(path) || ignored.has(path))) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              watch.watch(path);
              folders.add(path);
              ignored.enter(path);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (!isLeftOut(path) && !ignored.has(path) && Files.isRegularFile(path)) {
                add(files, path);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    watch.retain(folders);
    return files;
  }

  private void add(Map<String, Stamp> files, Path path) {
    try {
      var stamp = new Stamp(Files.getLastModifiedTime(path).toMillis(), Files.size(path));
      files.put(folder.relativize(path).toString().replace('\\', '/'), stamp);
    } catch (IOException e) {
      files.remove(folder.relativize(path).toString()); // it went away meanwhile
    }
  }

  private static boolean isLeftOut(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".") || name.equals("__pycache__");
  }

  /// Waits until something changed and is still for a moment, or for so long.
  void awaitChange(Duration atMost) throws InterruptedException {
    bell.await(atMost);
  }

  @Override
  public void close() {
    watch.close();
  }
}
