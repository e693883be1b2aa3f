package dev.nightjar.app;

import dev.nightjar.config.Environment;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.config.ServerConfigFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Configurations of servers in tests.
final class TestConfig {
  private TestConfig() {}

  /// Of a server on a free port of this machine.
  ///
  /// @param settings more of it, by key
  static ServerConfig of(Path root, Path data, Map<String, String> settings) {
    Map<String, ServerConfigFile.Flag> flags = new LinkedHashMap<>();
    flags.put("server.port", new ServerConfigFile.Flag("--port", "0"));
    flags.put("server.root", new ServerConfigFile.Flag("--root", root.toString()));
    flags.put("server.data-dir", new ServerConfigFile.Flag("--data-dir", data.toString()));
    settings.forEach((key, text) -> flags.put(key, new ServerConfigFile.Flag(key, text)));
    var environment = new Environment(Map.of(), root, false, false, false, false);
    return shipped(() -> ServerConfigFile.load(environment, null, flags).config());
  }

  /// With the Python files of this checkout.
  private static ServerConfig shipped(Supplier<ServerConfig> load) {
    String before = System.getProperty("nightjar.home");
    System.setProperty("nightjar.home", "..");
    try {
      return load.get();
    } finally {
      if (before == null) {
        System.clearProperty("nightjar.home");
      } else {
        System.setProperty("nightjar.home", before);
      }
    }
  }
}
