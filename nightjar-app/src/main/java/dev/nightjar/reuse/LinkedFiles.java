package dev.nightjar.reuse;

import dev.nightjar.run.Artifact;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/// The files of an earlier attempt in the folder of another: hard links, which take no room and
/// stay when the earlier run is deleted; copies where the file system has none. Symbolic links are
/// left out.
///
/// @param from the folder of the earlier attempt
/// @param to the folder of the other
record LinkedFiles(Path from, Path to) {
  /// What people see of an attempt; the rest is between server and process.
  private static final List<String> SEEN =
      List.of("input", "outputs", "files", "log.txt", "progress.json");

  /// Makes them.
  ///
  /// @param artifacts what must be there
  /// @return the path of one that is not; empty if all are
  Optional<String> make(List<Artifact> artifacts) throws IOException {
    Optional<String> gone =
        artifacts.stream()
            .map(Artifact::path)
            .filter(path -> !Files.isRegularFile(from.resolve(path), LinkOption.NOFOLLOW_LINKS))
            .findFirst();
    if (gone.isPresent()) {
      return gone;
    }
    try {
      for (String seen : SEEN) {
        if (Files.exists(from.resolve(seen), LinkOption.NOFOLLOW_LINKS)) {
          link(from.resolve(seen));
        }
      }
      return Optional.empty();
    } catch (NoSuchFileException vanished) {
      return Optional.of(vanished.getFile());
    }
  }

  private void link(Path start) throws IOException {
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              link(file, to.resolve(from.relativize(file).toString()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void link(Path file, Path link) throws IOException {
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    try {
      Files.createLink(link, file);
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (IOException | UnsupportedOperationException noLinks) {
      Files.copy(file, link, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
