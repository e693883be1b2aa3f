package dev.nightjar.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Starts kernels as processes of this machine, each with a keeper that ends it when we are gone.
/// Needs bash.
public final class LocalKernelProvisioner implements KernelProvisioner {
  private static final String KEEPER = keeper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9_]+)}");
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\$|([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)})");

  @Override
  public Kernel start(KernelSpec spec, Surroundings surroundings) {
    ConnectionInfo connection = ConnectionInfo.onFreePorts();
    Path file = newConnectionFile(connection, spec, surroundings);
    List<String> command =
        new ArrayList<>(
            List.of("bash", "-c", KEEPER, "kernel-keeper", KeptKernel.line(file).toString()));
    command.addAll(command(spec, file));
    var builder = new ProcessBuilder(command).directory(surroundings.directory().toFile());
    builder.redirectError(
        surroundings.mayBeKept()
            ? ProcessBuilder.Redirect.to(logOf(file).toFile())
            : ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(environment(spec, surroundings));
    try {
      Process keeper = builder.start();
      return new LocalKernel(
          spec,
          connection,
          file,
          new KeptProcess(spec.name(), keeper.getInputStream(), keeper.getOutputStream()));
    } catch (IOException e) {
      throw new KernelException.NotStarted(
          "Kernel %s can't be started in %s: %s"
              .formatted(spec.name(), surroundings.directory(), e.getMessage()));
    }
  }

  static Path newConnectionFile(
      ConnectionInfo connection, KernelSpec spec, Surroundings surroundings) {
    Path file = surroundings.runtimeDirectory().resolve("kernel-" + UUID.randomUUID() + ".json");
    connection.write(file, spec.name());
    return file;
  }

  /// Where a kernel that may be kept writes what its processes print past Jupyter.
  static Path logOf(Path connectionFile) {
    return connectionFile.resolveSibling(
        connectionFile.getFileName().toString().replace(".json", ".log"));
  }

  /// The command with its placeholders filled in. ipykernel is told to keep its history in memory,
  /// so that runs side by side do not wait for each other's database.
  static List<String> command(KernelSpec spec, Path connectionFile) {
    Map<String, String> values =
        Map.of(
            "connection_file", connectionFile.toString(),
            "resource_dir", spec.directory().toString(),
            "prefix", spec.directory().resolve("../../../..").normalize().toString());
    List<String> command = new ArrayList<>();
    for (String argument : spec.argv()) {
      command.add(
          PLACEHOLDER
              .matcher(argument)
              .replaceAll(
                  m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), m.group()))));
    }
    if (spec.isIpykernel()) {
      command.add("--HistoryManager.hist_file=:memory:");
    }
    return command;
  }

  /// The kernel's variables: ours, then those of the spec, in which `${NAME}` stands for one of
  /// ours.
  static Map<String, String> environment(KernelSpec spec, Surroundings surroundings) {
    Map<String, String> ours = surroundings.environment();
    Map<String, String> environment = new HashMap<>(ours);
    environment.putIfAbsent("PYDEVD_DISABLE_FILE_VALIDATION", "1");
    spec.env()
        .forEach(
            (name, value) ->
                environment.put(
                    name,
                    VARIABLE
                        .matcher(value)
                        .replaceAll(m -> Matcher.quoteReplacement(expansion(m, ours)))));
    return environment;
  }

  private static String expansion(MatchResult match, Map<String, String> variables) {
    if (match.group().equals("$$")) {
      return "$";
    }
    String name = match.group(1) == null ? match.group(2) : match.group(1);
    return variables.getOrDefault(name, match.group());
  }

  private static String keeper() {
    try (InputStream script =
        LocalKernelProvisioner.class.getResourceAsStream("kernel-keeper.sh")) {
      if (script == null) {
        throw new IllegalStateException("kernel-keeper.sh is missing from the program");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
