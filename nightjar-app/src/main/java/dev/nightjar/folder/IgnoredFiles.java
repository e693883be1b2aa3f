package dev.nightjar.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What `.airflowignore` files leave out, by the rules of Airflow 2.9: each line is a regular
/// expression, looked for in paths below the root, and holds for the folder of the file and those
/// below it. Folders are shown from the top. Not thread-safe.
final class IgnoredFiles {
  private static final String NAME = ".airflowignore";
  private static final int LONGEST = 1 << 16;

  private final Path root;
  private final Map<Path, List<Pattern>> byFolder = new HashMap<>();

  IgnoredFiles(Path root) {
    this.root = root;
  }

  /// Takes in what a folder has to say that is not left out itself.
  void enter(Path folder) {
    List<Pattern> patterns = new ArrayList<>(around(folder));
    for (String line : lines(folder.resolve(NAME))) {
      String pattern = line.replaceFirst("\\s*#.*", "");
      try {
        if (!pattern.isBlank()) {
          patterns.add(Pattern.compile(pattern));
        }
      } catch (PatternSyntaxException e) {
        // Airflow passes over what is no regular expression, too
      }
    }
    byFolder.put(folder, patterns);
  }

  private List<Pattern> around(Path path) {
    Path parent = path.getParent();
    return parent == null ? List.of() : byFolder.getOrDefault(parent, List.of());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LONGEST
          ? Files.readAllLines(file)
          : List.of();
    } catch (IOException e) {
      return List.of(); // it is gone, or no text
    }
  }

  /// Whether a file or folder is left out.
  boolean has(Path path) {
    String below = root.relativize(path).toString().replace('\\', '/');
    return around(path).stream().anyMatch(pattern -> pattern.matcher(below).find());
  }
}
