package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds kernelspecs where Jupyter finds them: `JUPYTER_PATH`, the user's data directory, the
/// prefixes of virtual and conda environments and of the `python3` on the path, `/usr/local/share`
/// and `/usr/share`. Of two with one name the first wins.
///
/// Follows jupyter_core's `paths.py` and jupyter_client's `kernelspec.py`. Reads the disk at each
/// call; thread-safe.
public final class KernelSpecs {
  private final Map<String, String> environment;

  /// @param environment the variables that say where to look, usually `System.getenv()`
  public KernelSpecs(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// The kernelspec of this name, whatever its case.
  ///
  /// @throws KernelException.NotFound if there is none; the message lists those there are
  /// @throws KernelException if its `kernel.json` can't be used
  public KernelSpec find(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (Path directory : directories()) {
      for (Path candidate : kernelsIn(directory)) {
        if (nameOf(candidate).equals(wanted)) {
          return read(candidate);
        }
      }
    }
    if (wanted.equals("python3")) {
      Optional<KernelSpec> fallback = ipykernelOnPath();
      if (fallback.isPresent()) {
        return fallback.get();
      }
    }
    var installed = all().keySet();
    throw new KernelException.NotFound(
        "No such kernel named %s (%s). Install it, or choose another with -k/--kernel."
            .formatted(
                name,
                installed.isEmpty()
                    ? "no kernels are installed"
                    : "installed: " + String.join(", ", installed)));
  }

  /// All kernelspecs by name, without those that [#broken()] tells of.
  public SequencedMap<String, KernelSpec> all() {
    SequencedMap<String, KernelSpec> specs = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (Path directory : directories()) {
      for (Path candidate : kernelsIn(directory)) {
        try {
          if (seen.add(nameOf(candidate))) {
            specs.put(nameOf(candidate), read(candidate));
          }
        } catch (KernelException e) {
          // broken() says why
        }
      }
    }
    return specs;
  }

  /// The kernelspecs that can't be used, by name, with what is wrong with each. One that another
  /// of its name comes before is not looked at.
  public SequencedMap<String, String> broken() {
    SequencedMap<String, String> problems = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (Path directory : directories()) {
      for (Path candidate : kernelsIn(directory)) {
        if (seen.add(nameOf(candidate))) {
          try {
            read(candidate);
          } catch (KernelException e) {
            problems.put(nameOf(candidate), String.valueOf(e.getMessage()));
          }
        }
      }
    }
    return problems;
  }

  /// The directories that are searched, in order, whether they exist or not.
  public SequencedCollection<Path> directories() {
    var directories = new LinkedHashSet<Path>();
    for (String entry : split(environment.get("JUPYTER_PATH"))) {
      directories.add(Path.of(entry, "kernels"));
    }
    List<Path> user = List.of(dataDirectory().resolve("kernels"));
    List<Path> prefixes =
        prefixes().map(prefix -> prefix.resolve("share/jupyter/kernels")).toList();
    boolean inEnvironment =
        environment.containsKey("VIRTUAL_ENV")
            || truthy(environment.get("JUPYTER_PREFER_ENV_PATH"));
    directories.addAll(inEnvironment ? prefixes : user);
    directories.addAll(inEnvironment ? user : prefixes);
    directories.add(Path.of("/usr/local/share/jupyter/kernels"));
    directories.add(Path.of("/usr/share/jupyter/kernels"));
    String ipython = environment.get("IPYTHONDIR");
    directories.add(
        ipython == null ? home().resolve(".ipython/kernels") : Path.of(ipython, "kernels"));
    return directories;
  }

  /// Where Jupyter keeps what belongs to running kernels; connection files go there, so that
  /// `jupyter console --existing` finds them.
  public Path runtimeDirectory() {
    String set = environment.get("JUPYTER_RUNTIME_DIR");
    return set == null || set.isEmpty() ? dataDirectory().resolve("runtime") : Path.of(set);
  }

  /// Where the sockets of fork servers are; see [WarmKernels].
  public Path warmDirectory() {
    return runtimeDirectory().resolve("nightjar-warm");
  }

  private Path dataDirectory() {
    String set = environment.get("JUPYTER_DATA_DIR");
    if (set != null && !set.isEmpty()) {
      return Path.of(set);
    }
    if (System.getProperty("os.name", "").startsWith("Mac")) {
      return home().resolve("Library/Jupyter");
    }
    String xdg = environment.get("XDG_DATA_HOME");
    return xdg == null || xdg.isEmpty()
        ? home().resolve(".local/share/jupyter")
        : Path.of(xdg, "jupyter");
  }

  private Path home() {
    return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
  }

  private Stream<Path> prefixes() {
    return Stream.concat(
        Stream.of("VIRTUAL_ENV", "CONDA_PREFIX")
            .map(environment::get)
            .filter(p -> p != null && !p.isEmpty())
            .map(Path::of),
        onPath("python3").map(python -> python.resolveSibling("..").normalize()).stream());
  }

  /// Without any kernelspec, Jupyter still offers the ipykernel of its own Python. Ours is the
  /// `python3` on the path.
  private Optional<KernelSpec> ipykernelOnPath() {
    return onPath("python3")
        .filter(KernelSpecs::importsIpykernel)
        .map(
            python ->
                new KernelSpec(
                    "python3",
                    python.resolveSibling(""),
                    List.of(
                        python.toString(), "-m", "ipykernel_launcher", "-f", "{connection_file}"),
                    Map.of(),
                    "Python 3 (ipykernel)",
                    "python",
                    KernelSpec.InterruptMode.SIGNAL));
  }

  private static boolean importsIpykernel(Path python) {
    try {
      return new ProcessBuilder(python.toString(), "-c", "import ipykernel")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<Path> onPath(String program) {
    return split(environment.get("PATH")).stream()
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static List<Path> kernelsIn(Path directory) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry.resolve("kernel.json"))) {
          found.add(entry);
        }
      }
    } catch (IOException e) {
      return List.of(); // most of the directories searched do not exist
    }
    found.sort(null);
    return found;
  }

  private static String nameOf(Path directory) {
    return String.valueOf(directory.getFileName()).toLowerCase(Locale.ROOT);
  }

  private static KernelSpec read(Path directory) {
    Path file = directory.resolve("kernel.json");
    JsonNode json;
    try {
      json = Json.parse(Files.readAllBytes(file));
    } catch (IOException | JsonException e) {
      throw new KernelException("%s can't be read: %s".formatted(file, e.getMessage()), e);
    }
    List<String> argv = new ArrayList<>();
    json.path("argv").forEach(argument -> argv.add(argument.asString("")));
    if (argv.isEmpty()) {
      throw new KernelException("%s: field \"argv\" names no command".formatted(file));
    }
    Map<String, String> env = new LinkedHashMap<>();
    json.path("env")
        .properties()
        .forEach(entry -> env.put(entry.getKey(), entry.getValue().asString("")));
    return new KernelSpec(
        nameOf(directory),
        directory,
        List.copyOf(argv),
        env,
        json.path("display_name").asString(nameOf(directory)),
        json.path("language").asString(""),
        json.path("interrupt_mode").asString("signal").equals("message")
            ? KernelSpec.InterruptMode.MESSAGE
            : KernelSpec.InterruptMode.SIGNAL);
  }

  private static List<String> split(@Nullable String path) {
    return path == null
        ? List.of()
        : Stream.of(path.split(File.pathSeparator, -1)).filter(entry -> !entry.isEmpty()).toList();
  }

  private static boolean truthy(@Nullable String value) {
    return value != null
        && !List.of("", "0", "n", "no", "f", "false", "off")
            .contains(value.toLowerCase(Locale.ROOT));
  }
}
