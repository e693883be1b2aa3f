package dev.nightjar.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Folders that go. Links are deleted as such, never followed.
public final class Folders {
  private Folders() {}

  /// Deletes a folder with all that is in it; one that is not there is no problem.
  ///
  /// @throws UncheckedIOException if something in it can't be deleted
  public static void delete(Path folder) {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      walk(folder, true);
    }
  }

  /// Deletes all that is in a folder, which is made if it is not there.
  ///
  /// @throws UncheckedIOException if it can't be made, or something in it can't be deleted
  public static void empty(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " can't be made", e);
    }
    walk(folder, false);
  }

  private static void walk(Path top, boolean withTop) {
    try {
      Files.walkFileTree(
          top,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              if (withTop || !emptied.equals(top)) {
                Files.delete(emptied);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be deleted: %s".formatted(top, e.getMessage()), e);
    }
  }
}
