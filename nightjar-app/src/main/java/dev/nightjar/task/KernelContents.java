package dev.nightjar.task;

import dev.nightjar.notebook.Notebook;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a kernel runs with, as far as the names of files tell: its interpreter, and the packages of
/// Python that are installed for it, with their versions.
public final class KernelContents {
  private KernelContents() {}

  /// What there is by what it is.
  ///
  /// @param environment the kernel or environment asked for; null for what the notebook names
  /// @param variables say where kernels are
  /// @throws dev.nightjar.kernel.KernelException if the kernel is not installed
  /// @throws dev.nightjar.notebook.NotebookException if the notebook names none
  public static Map<String, String> of(
      Notebook notebook, @Nullable String environment, Map<String, String> variables) {
    List<String> command = KernelChoice.of(notebook, environment, variables).spec().argv();
    Map<String, String> contents = new LinkedHashMap<>();
    Path program = program(command.getFirst(), variables).orElse(null);
    contents.put("interpreter", interpreter(command.getFirst(), program));
    Path folder = program == null ? null : program.getParent();
    Path prefix = folder == null ? null : folder.getParent();
    if (prefix != null) {
      contents.put("packages", packages(prefix));
    }
    return contents;
  }

  private static Optional<Path> program(String name, Map<String, String> variables) {
    if (name.contains("/")) {
      return Optional.of(Path.of(name)).filter(Files::isExecutable);
    }
    return Stream.of(variables.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String interpreter(String name, @Nullable Path program) {
    try {
      return program == null
          ? name
          : "%s %d %s"
              .formatted(
                  program.toRealPath(), Files.size(program), Files.getLastModifiedTime(program));
    } catch (IOException e) {
      return name;
    }
  }

  private static String packages(Path prefix) {
    var names = new TreeSet<String>();
    below(prefix.resolve("lib"), "python3*").stream()
        .flatMap(lib -> Stream.of(lib.resolve("site-packages"), lib.resolve("dist-packages")))
        .flatMap(folder -> below(folder, "*.{dist,egg}-info").stream())
        .forEach(one -> names.add(one.getFileName().toString()));
    below(prefix.resolve("conda-meta"), "*.json")
        .forEach(one -> names.add(one.getFileName().toString()));
    return String.join("\n", names);
  }

  private static List<Path> below(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, pattern)) {
      all.forEach(found::add);
    } catch (IOException e) {
      return List.of(); // no such folder
    }
    return found;
  }
}
