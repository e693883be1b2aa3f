package dev.nightjar.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is in a folder of notebooks, by name. Hidden files, links that lead outside, and files that
/// are no notebooks are left out.
///
/// @param path below the root, with `/`; empty for the root itself
/// @param folders names of the folders in it
/// @param notebooks names of the notebooks in it
/// @param more whether there is more than is listed
public record NotebookFolder(
    String path, List<String> folders, List<String> notebooks, boolean more) {
  private static final int MOST = 2_000;

  /// Lists a folder.
  ///
  /// @throws InputPathException if there is no such folder below the root
  public static NotebookFolder list(NotebookRoot root, String path) {
    try {
      Path real = root.path().toRealPath();
      Path folder = folder(real, path);
      List<String> folders = new ArrayList<>();
      List<String> notebooks = new ArrayList<>();
      boolean more = false;
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          String name = entry.getFileName().toString();
          if (folders.size() + notebooks.size() >= MOST) {
            more = true;
            break;
          }
          if (name.startsWith(".") || !isInside(real, entry)) {
            continue;
          }
          if (Files.isDirectory(entry)) {
            folders.add(name);
          } else if (name.endsWith(".ipynb") && Files.isRegularFile(entry)) {
            notebooks.add(name);
          }
        }
      }
      folders.sort(String.CASE_INSENSITIVE_ORDER);
      notebooks.sort(String.CASE_INSENSITIVE_ORDER);
      String below = real.relativize(folder).toString();
      return new NotebookFolder(below, List.copyOf(folders), List.copyOf(notebooks), more);
    } catch (IOException e) {
      throw new InputPathException(path);
    }
  }

  private static Path folder(Path real, String path) throws IOException {
    try {
      Path given = Path.of(path);
      for (Path part : given) {
        if (given.isAbsolute() || part.toString().equals("..")) {
          throw new InputPathException(path);
        }
      }
      Path folder = real.resolve(given).toRealPath();
      if (!folder.startsWith(real) || !Files.isDirectory(folder)) {
        throw new InputPathException(path);
      }
      return folder;
    } catch (InvalidPathException e) {
      throw new InputPathException(path);
    }
  }

  private static boolean isInside(Path real, Path entry) {
    try {
      return entry.toRealPath().startsWith(real);
    } catch (IOException e) {
      return false;
    }
  }
}
