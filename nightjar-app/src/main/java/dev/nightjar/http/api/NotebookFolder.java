package dev.nightjar.http.api;

import dev.nightjar.files.NotebookRoot;
import dev.nightjar.http.HttpProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folders and notebooks in a folder below the root; hidden ones, and links that lead outside,
/// are not shown.
record NotebookFolder(NotebookRoot root) {
  private static final int MOST = 2_000;

  /// A folder or notebook.
  ///
  /// @param size bytes; null for a folder
  record Entry(String name, String path, boolean folder, @Nullable Long size, Instant modified) {}

  /// Folders first, then by name.
  List<Entry> list(String path) throws IOException {
    Path real = root.path().toRealPath();
    Path folder = folder(real, path);
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.limit(MOST).toList()) {
        entry(real, path, file).ifPresent(entries::add);
      }
    }
    entries.sort(Comparator.comparing(Entry::folder).reversed().thenComparing(Entry::name));
    return entries;
  }

  private static Path folder(Path root, String path) {
    try {
      Path given = Path.of(path);
      boolean up = Stream.of(path.split("/", -1)).anyMatch(".."::equals);
      if (!given.isAbsolute() && !up) {
        Path folder = root.resolve(given).toRealPath();
        if (folder.startsWith(root) && Files.isDirectory(folder)) {
          return folder;
        }
      }
    } catch (IOException | InvalidPathException e) {
      // said below
    }
    throw HttpProblem.missing("There is no folder '%s' below the root.".formatted(path));
  }

  private static Optional<Entry> entry(Path root, String folder, Path file) {
    String name = file.getFileName().toString();
    try {
      if (name.startsWith(".") || !file.toRealPath().startsWith(root)) {
        return Optional.empty();
      }
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      boolean notebook = attributes.isRegularFile() && name.endsWith(".ipynb");
      if (!notebook && !attributes.isDirectory()) {
        return Optional.empty();
      }
      return Optional.of(
          new Entry(
              name,
              folder.isEmpty() ? name : folder.replaceAll("/+$", "") + "/" + name,
              !notebook,
              notebook ? (Long) attributes.size() : null,
              attributes.lastModifiedTime().toInstant()));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
