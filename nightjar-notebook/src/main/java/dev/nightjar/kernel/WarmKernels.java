package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Starts Python kernels from a fork server that has imported ipykernel already, if one is there
/// and fits; else hands over to another provisioner. The server is
/// `python/forkserver/nightjar_forkserver.py`, one for each interpreter; what fits is for it to
/// say, and a kernel that may be kept is always started cold. Thread-safe.
public final class WarmKernels implements KernelProvisioner {
  private final Path directory;
  private final KernelProvisioner cold;

  /// @param directory where the fork servers' sockets are
  /// @param cold starts all kernels that can't be warm
  public WarmKernels(Path directory, KernelProvisioner cold) {
    this.directory = directory;
    this.cold = cold;
  }

  /// The interpreter of an ipykernel's spec, and what stands before and after `-m
  /// ipykernel_launcher`.
  private record PythonCommand(String executable, List<String> options, List<String> arguments) {
    static Optional<PythonCommand> of(
        KernelSpec spec, List<String> command, Map<String, String> environment) {
      int module = command.indexOf("-m");
      if (!spec.isIpykernel() || module < 1) {
        return Optional.empty();
      }
      return executable(command.getFirst(), environment.getOrDefault("PATH", ""))
          .map(
              python ->
                  new PythonCommand(
                      python,
                      command.subList(1, module),
                      command.subList(module + 2, command.size())));
    }

    private static Optional<String> executable(String name, String path) {
      if (name.contains("/")) {
        return Optional.of(name);
      }
      return Stream.of(path.split(File.pathSeparator))
          .map(entry -> Path.of(entry, name))
          .filter(Files::isExecutable)
          .map(Path::toString)
          .findFirst();
    }
  }

  /// How the fork server for a kernel is started.
  ///
  /// @param script the path of `nightjar_forkserver.py`
  /// @return the command, with the socket to listen on; empty if the kernel is not an ipykernel
  public Optional<List<String>> serverCommand(
      KernelSpec spec, Path script, Map<String, String> environment) {
    return PythonCommand.of(spec, spec.argv(), environment)
        .map(
            python -> {
              List<String> command = new ArrayList<>(List.of(python.executable()));
              command.addAll(python.options());
              command.addAll(List.of(script.toString(), "--socket", socket(python).toString()));
              return command;
            });
  }

  /// Whether a fork server for this very kernel is running.
  public boolean areThere(KernelSpec spec, Map<String, String> environment) {
    return PythonCommand.of(spec, spec.argv(), environment)
        .flatMap(python -> status(socket(python)))
        .isPresent();
  }

  /// What the fork servers that are running say of themselves (`pid`, `executable`, `version`,
  /// `preload`, `kernels`).
  public List<JsonNode> servers() {
    List<JsonNode> servers = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path socket :
          entries.filter(entry -> entry.toString().endsWith(".sock")).sorted().toList()) {
        status(socket).ifPresent(servers::add);
      }
    } catch (IOException e) {
      return List.of(); // none was ever started
    }
    return servers;
  }

  private static Optional<JsonNode> status(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Channels.newOutputStream(channel)
          .write("{\"status\": true}\n".getBytes(StandardCharsets.UTF_8));
      return Optional.of(Json.parse(Channels.newInputStream(channel).readAllBytes()));
    } catch (IOException | JsonException e) {
      return Optional.empty(); // nobody listens any more
    }
  }

  @Override
  public Kernel start(KernelSpec spec, Surroundings surroundings) {
    Map<String, String> environment = LocalKernelProvisioner.environment(spec, surroundings);
    if (surroundings.mayBeKept() || !spec.isIpykernel() || !Files.isDirectory(directory)) {
      return cold.start(spec, surroundings);
    }
    Optional<Path> socket =
        PythonCommand.of(spec, spec.argv(), environment).map(this::socket).filter(Files::exists);
    if (socket.isEmpty()) {
      return cold.start(spec, surroundings);
    }
    ConnectionInfo connection = ConnectionInfo.onFreePorts();
    Path file = LocalKernelProvisioner.newConnectionFile(connection, spec, surroundings);
    List<String> command = LocalKernelProvisioner.command(spec, file);
    return PythonCommand.of(spec, command, environment)
        .flatMap(python -> fork(socket.get(), request(python, surroundings, environment), spec))
        .<Kernel>map(process -> new LocalKernel(spec, connection, file, process))
        .orElseGet(() -> cold.start(spec, surroundings));
  }

  private static ObjectNode request(
      PythonCommand python, Surroundings surroundings, Map<String, String> environment) {
    ObjectNode request = Json.object();
    request.put("executable", python.executable()).put("cwd", surroundings.directory().toString());
    ArrayNode arguments = request.putArray("argv");
    python.arguments().forEach(arguments::add);
    ObjectNode variables = request.putObject("env");
    environment.forEach(variables::put);
    return request;
  }

  /// The forked process, or nothing if the server refuses or is gone.
  private static Optional<KeptProcess> fork(Path socket, ObjectNode request, KernelSpec spec) {
    try {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      InputStream in = Channels.newInputStream(channel);
      OutputStream out = Channels.newOutputStream(channel);
      out.write(Json.compact(request));
      out.write('\n');
      KeptProcess process = new KeptProcess(spec.name(), in, out);
      if (process.awaitStart()) {
        return Optional.of(process);
      }
      channel.close();
    } catch (IOException e) {
      return Optional.empty(); // a socket whose server is gone
    }
    return Optional.empty();
  }

  private Path socket(PythonCommand python) {
    String interpreter =
        String.join("\0", python.executable(), String.join("\0", python.options()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(interpreter.getBytes(StandardCharsets.UTF_8));
      return directory.resolve(HexFormat.of().formatHex(digest, 0, 8) + ".sock");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
