package dev.nightjar.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The files below a folder, and when they change. Hidden files and folders, and Python's caches,
/// are left out; links to files are followed, those to folders are not. Not thread-safe.
final class FolderScan implements AutoCloseable {
  /// Where the system does not tell of changes, as on network drives, they are found by looking.
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration STILL = Duration.ofMillis(200);

  /// By what a changed file is known.
  record Stamp(long modified, long size) {}

  private final Path folder;
  private final WatchService changes;
  private final Set<Path> watched = new HashSet<>();

  FolderScan(Path folder) {
    this.folder = folder;
    try {
      this.changes = folder.getFileSystem().newWatchService();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files by their paths below the folder, with `/`.
  Map<String, Stamp> files() {
    Map<String, Stamp> files = new TreeMap<>();
    watched.removeIf(gone -> !Files.isDirectory(gone));
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
              if (!path.equals(folder) && isLeftOut(path)) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              if (watched.add(path)) {
                path.register(
                    changes,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (!isLeftOut(path) && Files.isRegularFile(path)) {
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
    WatchKey key = changes.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    while (key != null) {
      key.pollEvents();
      if (!key.reset()) {
        watched.remove((Path) key.watchable());
      }
      key = changes.poll(STILL.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    try {
      changes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
