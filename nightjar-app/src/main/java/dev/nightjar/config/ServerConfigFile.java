package dev.nightjar.config;

import dev.nightjar.yaml.KeyedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The configuration of a server: a YAML file, over it variables `NIGHTJAR_…`, over them flags.
public final class ServerConfigFile {
  /// The name it has where no other is given.
  public static final String NAME = "nightjar.yaml";

  private static final int PORT = 8822;
  private static final int HIGHEST_PORT = 65_535;

  private ServerConfigFile() {}

  /// A configuration and where it comes from.
  ///
  /// @param file null without one
  public record Loaded(ServerConfig config, List<EffectiveSetting> settings, @Nullable Path file) {}

  /// A flag's name and its value.
  public record Flag(String name, String text) {}

  /// Reads it.
  ///
  /// @param file null for `nightjar.yaml` in the data folder or else in the working folder, if it
  ///     is there
  /// @param flags by key, such as `server.port`
  /// @throws ConfigException with all that is wrong
  public static Loaded load(Environment environment, @Nullable Path file, Map<String, Flag> flags) {
    Path directory = environment.directory();
    Map<String, ConfigKeys.Given> given = new LinkedHashMap<>();
    flags.forEach(
        (key, flag) -> given.put(key, new ConfigKeys.Given(flag.text(), flag.name(), directory)));
    Path found =
        file == null
            ? find(new ConfigKeys(given, Map.of(), environment.variables(), directory), directory)
            : directory.resolve(file);
    List<String> mistakes = new ArrayList<>();
    var keys =
        new ConfigKeys(
            given,
            found == null ? Map.of() : read(found, mistakes),
            environment.variables(),
            directory);
    mistakes.forEach(keys::problem);
    ServerConfig config = config(keys, directory, environment.pythonFile(""));
    keys.failOnProblems();
    return new Loaded(config, keys.effective(), found);
  }

  private static @Nullable Path find(ConfigKeys keys, Path directory) {
    Path root = keys.path("server.root", directory);
    Path data = keys.path("server.data-dir", root.resolve(".nightjar"));
    return Stream.of(data.resolve(NAME), directory.resolve(NAME))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  private static Map<String, ConfigKeys.Given> read(Path file, List<String> mistakes) {
    Map<String, ConfigKeys.Given> values = new LinkedHashMap<>();
    KeyedDocument document;
    try {
      document = KeyedDocument.parse(Files.readString(file));
    } catch (IOException e) {
      mistakes.add("%s can't be read: %s".formatted(file, e.getMessage()));
      return values;
    }
    Path base = file.toAbsolutePath().resolveSibling("");
    for (KeyedDocument.Value value : document.values()) {
      values.put(value.key(), new ConfigKeys.Given(value.text(), file + ":" + value.line(), base));
    }
    for (KeyedDocument.Mistake mistake : document.mistakes()) {
      mistakes.add(
          mistake.line() == 0
              ? "%s %s".formatted(file, mistake.problem())
              : "%s:%d: %s".formatted(file, mistake.line(), mistake.problem()));
    }
    return values;
  }

  private static ServerConfig config(ConfigKeys keys, Path directory, Path shipped) {
    Path root = keys.path("server.root", directory);
    Path data = keys.path("server.data-dir", root.resolve(".nightjar"));
    var folders =
        new ServerConfig.Folders(
            root,
            data,
            keys.path("server.artifacts-dir", data.resolve("artifacts")),
            keys.path("secrets.folder", data.resolve("secrets")),
            keys.paths("environments.folders"));
    var secrets = new Secrets(folders.secrets(), keys.variables());
    var store =
        new ServerConfig.Store(
            keys.databaseUrl("server.db"),
            keys.textOrNull("server.db-user"),
            keys.secretOrNull("server.db-password", secrets));
    return new ServerConfig(
        listen(keys, secrets),
        folders,
        store,
        new ServerConfig.Work(
            keys.integer("worker.kernels", 8, 0, 10_000),
            keys.bytesOrNull("worker.memory"),
            lease(keys),
            keys.duration("worker.drain", Duration.ofSeconds(30)),
            keys.integer("worker.commands", 32, 0, 10_000)),
        retention(keys),
        AlertsConfig.read(keys, secrets),
        new ServerConfig.WorkflowFiles(
            keys.pathOrNull("server.workflows"), keys.text("airflow.python", "python3"), shipped),
        keys.choice("log.format", "text", "text", "json").equals("json"));
  }

  private static Duration lease(ConfigKeys keys) {
    Duration lease = keys.duration("worker.lease", Duration.ofSeconds(30));
    if (lease.compareTo(Duration.ofSeconds(3)) < 0) {
      keys.problemOf("worker.lease", "less than 3s leaves no time to renew it");
    }
    return lease;
  }

  private static ServerConfig.Listen listen(ConfigKeys keys, Secrets secrets) {
    Path certificate = keys.pathOrNull("server.tls.cert");
    Path key = keys.pathOrNull("server.tls.key");
    if ((certificate == null) != (key == null)) {
      keys.problem("server.tls: give both server.tls.cert and server.tls.key, or neither");
    }
    var listen =
        new ServerConfig.Listen(
            keys.text("server.bind", "127.0.0.1"),
            keys.integer("server.port", PORT, 0, HIGHEST_PORT),
            keys.secretOrNull("server.token", secrets),
            certificate == null || key == null ? null : new ServerConfig.Tls(certificate, key),
            keys.flag("server.plain-http"),
            keys.urlOrNull("server.url", "http", "https"));
    if (!listen.isLoopback() && listen.tls() == null && !listen.plainHttp()) {
      keys.problemOf(
          "server.bind",
          "%s is reached from other machines, and tokens would go there in clear: give server.tls.cert and server.tls.key, or set server.plain-http where something in front does TLS"
              .formatted(listen.address()));
    }
    return listen;
  }

  private static ServerConfig.Retention retention(ConfigKeys keys) {
    var rule = keep(keys, "retention");
    Map<String, ServerConfig.Retention.Keep> definitions = new LinkedHashMap<>();
    for (String name : keys.namesBelow("retention.definitions")) {
      definitions.put(name, keep(keys, "retention.definitions." + name));
    }
    return new ServerConfig.Retention(rule, definitions);
  }

  private static ServerConfig.Retention.Keep keep(ConfigKeys keys, String key) {
    return new ServerConfig.Retention.Keep(
        keys.durationOrNull(key + ".age"), keys.countOrNull(key + ".count"));
  }
}
