package dev.nightjar.task;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.kernel.KernelSpec;
import dev.nightjar.kernel.KernelSpecs;
import dev.nightjar.task.RuntimeEnvironment.Format;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Where notebooks can be run on this machine: all kernels, then the environments of conda and venv
/// that have one. Thread-safe. Looks at the disk at each call, but asks conda once in a while only.
public final class Environments {
  private static final Duration CONDA_EVERY = Duration.ofMinutes(1);
  private static final Duration CONDA_PATIENCE = Duration.ofSeconds(20);
  private static final List<Format> OWN =
      List.of(new Format("ipynb", "Notebook"), new Format("html", "HTML"));
  private static final List<Format> NBCONVERT =
      List.of(
          new Format("pdf", "PDF"),
          new Format("webpdf", "PDF by way of a browser"),
          new Format("latex", "LaTeX"),
          new Format("markdown", "Markdown"),
          new Format("rst", "reStructuredText"),
          new Format("asciidoc", "AsciiDoc"),
          new Format("slides", "Slides"),
          new Format("script", "Source code"));

  private final Map<String, String> variables;
  private final List<Path> folders;
  private final Clock clock;
  private List<Path> conda = List.of();
  private Instant condaAsked = Instant.MIN;

  /// @param variables say where kernels, conda and environments are
  /// @param folders hold virtual environments
  public Environments(Map<String, String> variables, List<Path> folders, Clock clock) {
    this.variables = Map.copyOf(variables);
    this.folders = List.copyOf(folders);
    this.clock = clock;
  }

  /// All of them. The first is what to use if nobody chooses: the Python of most notebooks.
  public List<RuntimeEnvironment> list() {
    List<Format> formats =
        Exports.nbconvert(variables).isPresent()
            ? Stream.concat(OWN.stream(), NBCONVERT.stream()).toList()
            : OWN;
    List<RuntimeEnvironment> all = new ArrayList<>();
    KernelSpecs specs = new KernelSpecs(variables);
    Map<String, KernelSpec> kernels = new LinkedHashMap<>(specs.all());
    if (!kernels.containsKey("python3")) {
      fallback(specs).ifPresent(spec -> kernels.put("python3", spec));
    }
    kernels.forEach(
        (name, spec) ->
            all.add(
                new RuntimeEnvironment(
                    name,
                    spec.displayName(),
                    spec.directory().toString(),
                    spec.language(),
                    formats,
                    null)));
    all.sort((a, b) -> Integer.compare(rank(a), rank(b)));
    var known = new EnvironmentFolders(variables);
    Map<Path, String> names = new LinkedHashMap<>();
    known.byName().forEach((name, folder) -> names.put(folder, name));
    known.all().forEach(folder -> names.putIfAbsent(folder, folder.toString()));
    folders.stream()
        .flatMap(folder -> EnvironmentFolders.below(folder).stream())
        .forEach(folder -> names.putIfAbsent(folder, folder.toString()));
    condaEnvironments().forEach(folder -> names.putIfAbsent(folder, folder.toString()));
    names.forEach(
        (folder, name) ->
            known
                .kernel(folder, null)
                .ifPresent(
                    spec -> all.add(environment(folder, free(name, folder, all), spec, formats))));
    return List.copyOf(all);
  }

  /// A kernel of the same name comes first; the environment is then asked for by its path.
  private static String free(String name, Path folder, List<RuntimeEnvironment> taken) {
    return taken.stream().anyMatch(other -> other.name().equals(name)) ? folder.toString() : name;
  }

  private static RuntimeEnvironment environment(
      Path folder, String name, KernelSpec spec, List<Format> formats) {
    String kind = Files.isDirectory(folder.resolve("conda-meta")) ? "conda" : "venv";
    return new RuntimeEnvironment(
        name,
        "%s (%s)".formatted(folder.getFileName(), kind),
        folder.toString(),
        spec.language(),
        formats,
        folder);
  }

  private static Optional<KernelSpec> fallback(KernelSpecs specs) {
    try {
      return Optional.of(specs.find("python3"));
    } catch (KernelException e) {
      return Optional.empty();
    }
  }

  private static int rank(RuntimeEnvironment kernel) {
    return kernel.name().equals("python3")
        ? 0
        : kernel.language().equalsIgnoreCase("python") ? 1 : 2;
  }

  private synchronized List<Path> condaEnvironments() {
    if (clock.instant().isAfter(condaAsked.plus(CONDA_EVERY))) {
      conda = Exports.onPath("conda", variables).map(this::ask).orElse(List.of());
      condaAsked = clock.instant();
    }
    return conda;
  }

  private List<Path> ask(Path program) {
    try {
      Path answer = Files.createTempFile("nightjar-conda", ".json");
      try {
        var builder =
            new ProcessBuilder(program.toString(), "env", "list", "--json")
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectError(Redirect.DISCARD)
                .redirectOutput(answer.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(CONDA_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          return List.of();
        }
        List<Path> found = new ArrayList<>();
        for (JsonNode folder : Json.parse(Files.readAllBytes(answer)).path("envs")) {
          found.add(Path.of(folder.asString("")));
        }
        found.removeIf(folder -> !EnvironmentFolders.isEnvironment(folder));
        return found;
      } finally {
        Files.deleteIfExists(answer);
      }
    } catch (IOException | JsonException e) {
      return List.of(); // a conda that does not work has no environments
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
