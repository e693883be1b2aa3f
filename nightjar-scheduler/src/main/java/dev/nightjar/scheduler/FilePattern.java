package dev.nightjar.scheduler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Files by a pattern as Python's `glob` has it: `*`, `?` and `[…]` within a name, and `**` for any
/// folders where that is asked for. Names that start with a dot are found only by such.
public final class FilePattern {
  private FilePattern() {}

  /// Whether there is a file that the pattern names, or a folder with a file somewhere below it.
  ///
  /// @param pattern an absolute path; others match nothing
  static boolean matches(String pattern, boolean recursive) {
    return found(pattern, recursive, _ -> {}).stream().anyMatch(FilePattern::counts);
  }

  /// The files that the pattern names, with those somewhere below folders that it names, by their
  /// paths.
  ///
  /// @param pattern as for [#matches]
  public static List<Path> files(String pattern, boolean recursive) {
    return found(pattern, recursive, _ -> {}).stream()
        .flatMap(path -> below(path, _ -> {}).stream())
        .filter(Files::isRegularFile)
        .distinct()
        .sorted()
        .toList();
  }

  /// The files and folders that the pattern names, in no order.
  ///
  /// @param pattern as for [#matches]
  /// @param looked is given each folder in which more may appear, before it is looked into
  static List<Path> found(String pattern, boolean recursive, Consumer<Path> looked) {
    Path path;
    try {
      path = Path.of(pattern);
    } catch (InvalidPathException e) {
      return List.of();
    }
    if (!path.isAbsolute()) {
      return List.of();
    }
    List<Path> found = List.of(path.getRoot());
    for (int i = 0; i < path.getNameCount(); i++) {
      String name = path.getName(i).toString();
      boolean last = i == path.getNameCount() - 1;
      List<Path> next = new ArrayList<>();
      for (Path from : found) {
        if (name.equals("**") && recursive) {
          next.addAll(below(from, looked));
        } else if (Files.isDirectory(from)) {
          next.addAll(step(from, name, last, looked));
        }
      }
      found = next;
    }
    return found;
  }

  private static List<Path> step(Path folder, String name, boolean last, Consumer<Path> looked) {
    if (name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[')) {
      looked.accept(folder);
      return children(folder, name);
    }
    Path one = folder.resolve(name);
    if (last || !Files.exists(one)) {
      looked.accept(folder);
    }
    return Files.exists(one) ? List.of(one) : List.of();
  }

  private static List<Path> children(Path folder, String name) {
    PathMatcher matcher =
        FileSystems.getDefault()
            .getPathMatcher(
                "glob:" + name.replace("**", "*").replace("{", "\\{").replace("[!", "[!"));
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path one : all) {
        Path last = one.getFileName();
        if (matcher.matches(last) && (name.startsWith(".") || !last.toString().startsWith("."))) {
          found.add(one);
        }
      }
    } catch (IOException e) {
      return List.of(); // it went away, or is not ours to read
    }
    return found;
  }

  private static List<Path> below(Path folder, Consumer<Path> looked) {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.forEach(
          path -> {
            if (Files.isDirectory(path)) {
              looked.accept(path);
            }
            found.add(path);
          });
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
    return found;
  }

  /// Whether it is a file, or a folder with one somewhere below it.
  static boolean counts(Path path) {
    if (!Files.isDirectory(path)) {
      return true;
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all.anyMatch(Files::isRegularFile);
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
