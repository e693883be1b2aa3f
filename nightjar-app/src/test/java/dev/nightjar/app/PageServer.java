package dev.nightjar.app;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.task.Environments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The whole server, on a free port, for tests.
public final class PageServer implements AutoCloseable {
  private final Server server;

  /// @param root the folder of the notebooks
  /// @param data the folder of what it keeps
  public PageServer(Path root, Path data) throws IOException {
    this(root, data, Map.of());
  }

  /// @param settings more of it, by key
  public PageServer(Path root, Path data, Map<String, String> settings) throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("worker.kernels", "4"));
    all.putAll(settings);
    ServerConfig config = TestConfig.of(root, data, all);
    var environments = new Environments(System.getenv(), List.of(), Clock.systemUTC());
    this.server = new Server(config, command(), environments::list, true, Clock.systemUTC());
  }

  /// What starts this program.
  static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        Main.class.getName());
  }

  /// Where it is.
  public String address() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
