package dev.nightjar.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The machine's own Jupyter server, started on a free port with a token. Closing it ends it and
/// its kernels.
public final class JupyterServer implements AutoCloseable {
  private static final String TOKEN = "test-token";

  private final Process process;
  private final int port;

  private JupyterServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts a server and waits until it listens.
  ///
  /// @param directory an empty one, for all its files
  /// @param options such as `--ServerApp.iopub_data_rate_limit=0`
  public static JupyterServer start(Path directory, String... options) {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(program());
    command.addAll(
        List.of(
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            "--port=" + port,
            "--ServerApp.port_retries=0",
            "--ServerApp.token=" + TOKEN,
            "--ServerApp.root_dir=" + directory));
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("JUPYTER_CONFIG_DIR", directory.resolve("config").toString());
    environment.put("JUPYTER_RUNTIME_DIR", directory.resolve("runtime").toString());
    environment.put("IPYTHONDIR", directory.resolve("ipython").toString());
    try {
      Process process = builder.start();
      var server = new JupyterServer(process, port);
      server.awaitListening();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "jupyter-server"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no jupyter-server on the PATH: apt-get install jupyter-server"));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() {
    var listening = new CompletableFuture<String>();
    Thread.ofVirtual()
        .name("jupyter server's log")
        .start(
            () -> {
              var log = new StringBuilder();
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  log.append(line).append('\n');
                  if (line.contains("is running at")) {
                    listening.complete(line);
                  }
                }
              } catch (IOException e) {
                log.append(e);
              }
              listening.completeExceptionally(
                  new IllegalStateException("the Jupyter server ended:\n" + log));
            });
    listening.orTimeout(60, TimeUnit.SECONDS).join();
  }

  /// Its address.
  public URI uri() {
    return URI.create("http://127.0.0.1:%d/".formatted(port));
  }

  /// What opens it.
  public String token() {
    return TOKEN;
  }

  /// The processes that it has started: its kernels.
  public List<ProcessHandle> kernels() {
    return process.children().toList();
  }

  /// Ends it as a crash would, and its kernels with it.
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
