package dev.nightjar.task;

import dev.nightjar.kernel.KernelSpec;
import dev.nightjar.kernel.KernelSpecs;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folders of conda and virtual environments, found without starting anything, and the kernels
/// in them.
///
/// @param variables say where to look
record EnvironmentFolders(Map<String, String> variables) {
  /// Each environment by the name of its folder; the first of a name wins.
  Map<String, Path> byName() {
    Map<String, Path> found = new LinkedHashMap<>();
    for (Path folder : all()) {
      found.putIfAbsent(folder.getFileName().toString(), folder);
    }
    return found;
  }

  /// The environment that a name or an absolute path means.
  Optional<Path> find(String name) {
    try {
      if (Path.of(name).isAbsolute()) {
        return Optional.of(Path.of(name)).filter(EnvironmentFolders::isEnvironment);
      }
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    return Optional.ofNullable(byName().get(name));
  }

  /// All environments.
  Set<Path> all() {
    Set<Path> candidates = new LinkedHashSet<>();
    Path home = Path.of(variables.getOrDefault("HOME", System.getProperty("user.home", "/")));
    try {
      Files.readAllLines(home.resolve(".conda/environments.txt")).stream()
          .map(String::strip)
          .filter(line -> line.startsWith("/"))
          .map(Path::of)
          .forEach(candidates::add);
    } catch (IOException e) {
      // conda never made one here
    }
    path("CONDA_PREFIX")
        .ifPresent(
            prefix -> {
              candidates.add(prefix);
              candidates.addAll(below(prefix.resolve("envs")));
              if (prefix.getParent() != null && prefix.getParent().endsWith("envs")) {
                candidates.addAll(below(prefix.getParent()));
              }
            });
    path("VIRTUAL_ENV").ifPresent(candidates::add);
    candidates.addAll(below(home.resolve(".virtualenvs")));
    candidates.removeIf(folder -> !isEnvironment(folder));
    return candidates;
  }

  private Optional<Path> path(String variable) {
    return Optional.ofNullable(variables.get(variable))
        .filter(value -> value.startsWith("/"))
        .map(value -> Path.of(value).normalize());
  }

  /// The environments directly below a folder.
  static List<Path> below(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder, EnvironmentFolders::isEnvironment)) {
      entries.forEach(found::add);
    } catch (IOException e) {
      return List.of(); // most places are not there
    }
    found.sort(null);
    return found;
  }

  static boolean isEnvironment(Path folder) {
    return folder.getFileName() != null
        && (Files.isRegularFile(folder.resolve("pyvenv.cfg"))
            || Files.isDirectory(folder.resolve("conda-meta")));
  }

  /// The kernel of an environment for a language; null for whichever it has, Python's first.
  Optional<KernelSpec> kernel(Path folder, @Nullable String language) {
    Map<String, String> search = Map.of("JUPYTER_PATH", folder.resolve("share/jupyter").toString());
    List<KernelSpec> own =
        new KernelSpecs(search)
            .all().values().stream().filter(spec -> spec.directory().startsWith(folder)).toList();
    Optional<KernelSpec> wanted =
        own.stream()
            .filter(
                spec -> spec.language().equalsIgnoreCase(language == null ? "python" : language))
            .findFirst()
            .or(() -> language == null ? own.stream().findFirst() : Optional.empty());
    if (wanted.isEmpty() && (language == null || language.equalsIgnoreCase("python"))) {
      wanted = ipykernel(folder);
    }
    return wanted.map(spec -> inEnvironment(spec, folder));
  }

  private static Optional<KernelSpec> ipykernel(Path folder) {
    Path python = folder.resolve("bin/python");
    if (!Files.isExecutable(python) || !hasIpykernel(folder)) {
      return Optional.empty();
    }
    return Optional.of(
        new KernelSpec(
            "python3",
            folder,
            List.of("python", "-m", "ipykernel_launcher", "-f", "{connection_file}"),
            Map.of(),
            "Python 3 (ipykernel)",
            "python",
            KernelSpec.InterruptMode.SIGNAL));
  }

  private static boolean hasIpykernel(Path folder) {
    try (DirectoryStream<Path> versions =
        Files.newDirectoryStream(folder.resolve("lib"), "python*")) {
      for (Path version : versions) {
        if (Files.isDirectory(version.resolve("site-packages/ipykernel"))) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // no Python in it
    }
    return false;
  }

  /// The spec with the variables of an activated environment, and its own Python.
  private KernelSpec inEnvironment(KernelSpec spec, Path folder) {
    List<String> command = new ArrayList<>(spec.argv());
    if (Set.of("python", "python3").contains(command.getFirst())) {
      command.set(0, folder.resolve("bin").resolve(command.getFirst()).toString());
    }
    boolean isConda = Files.isDirectory(folder.resolve("conda-meta"));
    Map<String, String> env = new LinkedHashMap<>();
    env.put(isConda ? "CONDA_PREFIX" : "VIRTUAL_ENV", folder.toString());
    env.put(
        "PATH",
        folder.resolve("bin")
            + File.pathSeparator
            + variables.getOrDefault("PATH", "/usr/bin:/bin"));
    env.putAll(spec.env());
    return new KernelSpec(
        spec.name(),
        spec.directory(),
        List.copyOf(command),
        env,
        spec.displayName(),
        spec.language(),
        spec.interruptMode());
  }
}
