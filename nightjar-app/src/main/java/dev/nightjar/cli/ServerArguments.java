package dev.nightjar.cli;

import dev.nightjar.config.ConfigException;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.config.ServerConfigFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The options that say which server a command is about, and how that runs.
final class ServerArguments {
  private record Flag(String key, Option<?> option) {}

  private final Option<Path> file;
  private final List<Flag> flags = new ArrayList<>();

  private ServerArguments(Options options) {
    file =
        options.path(
            "--config FILE",
            "Read settings from this file (default: nightjar.yaml in the data folder or here). Each"
                + " setting can also come from a variable: server.port from NIGHTJAR_SERVER_PORT.");
    add(
        "server.root",
        options.path("--root DIR", "Folder of the notebooks (default: the working directory)."));
    add(
        "server.data-dir",
        options.path(
            "--data-dir DIR",
            "Folder of the server's own: database, snapshots, outputs (default: .nightjar in the"
                + " root)."));
    add(
        "server.artifacts-dir",
        options.path(
            "--artifacts-dir DIR",
            "Folder of snapshots and outputs, the same for all servers of a database (default:"
                + " artifacts in the data folder)."));
    add(
        "server.workflows",
        options.path(
            "--workflows DIR",
            "Folder of workflow files and Airflow DAG files, which is watched."));
    add(
        "server.db",
        options.text(
            "--db URL",
            "JDBC URL of PostgreSQL, MariaDB or MySQL, to share the work of several servers"
                + " (default: SQLite in the data folder)."));
    add("server.db-user", options.text("--db-user NAME", "User of that database."));
  }

  /// Those that say where a server's files and database are.
  static ServerArguments ofPlace(Options options) {
    return new ServerArguments(options);
  }

  /// Those of a server that does not listen.
  static ServerArguments ofWorker(Options options) {
    var all = new ServerArguments(options);
    all.addWork(options);
    return all;
  }

  /// All.
  static ServerArguments of(Options options) {
    var all = new ServerArguments(options);
    all.add(
        "server.port",
        options.integer("--port N", "Listen on this port (default: 8822; 0 for any)."));
    all.add(
        "server.bind",
        options.text(
            "--bind ADDRESS", "Listen on this address (default: 127.0.0.1; others need a token)."));
    all.add(
        "server.token",
        options.text(
            "--token TEXT",
            "Let in only who brings this token or one of `nightjar tokens`. Others see it in the"
                + " list of processes: secret:NAME names a file of the secrets folder instead."));
    all.add(
        "server.tls.cert",
        options.path("--tls-cert FILE", "Speak TLS with this certificate (PEM)."));
    all.add("server.tls.key", options.path("--tls-key FILE", "The certificate's key (PEM)."));
    all.add(
        "server.plain-http",
        options.flag(
            "--plain-http", "Listen on other addresses without TLS: something in front does it."));
    all.add("server.url", options.text("--url URL", "Where people reach the server, for links."));
    all.addWork(options);
    return all;
  }

  private void addWork(Options options) {
    add(
        "worker.kernels",
        options.integer("--kernels N", "Run at most so many notebooks at once (default: 8)."));
    add(
        "worker.memory",
        options.text(
            "--memory SIZE", "Start none whose memory limits add up to more, such as 16GiB."));
    add(
        "worker.drain",
        options.text(
            "--drain DURATION", "When told to stop, wait so long for what runs (default: 30s)."));
    add(
        "log.format",
        options.oneOf(
            new String[] {"text", "json"},
            "--log-format FORMAT",
            "How the log is written: text or json."));
  }

  private void add(String key, Option<?> option) {
    flags.add(new Flag(key, option));
  }

  /// The configuration that flags, variables and the file make together.
  ///
  /// @throws ConfigException with all that is wrong with it
  ServerConfigFile.Loaded load(Program program) {
    Map<String, ServerConfigFile.Flag> given = new LinkedHashMap<>();
    for (Flag flag : flags) {
      Object value = flag.option().orNull();
      if (value != null) {
        given.put(
            flag.key(),
            new ServerConfigFile.Flag(flag.option().names().getLast(), value.toString()));
      }
    }
    return ServerConfigFile.load(program.environment(), file.orNull(), given);
  }

  /// What a command does with a configuration.
  interface Use {
    ServerWork of(ServerConfig config);
  }

  /// Has the server's part do something, unless the configuration is wrong.
  ///
  /// @return the exit status
  int run(Program program, Use use) {
    ServerConfig config;
    try {
      config = load(program).config();
    } catch (ConfigException e) {
      program.terminal().err().println("nightjar: " + e.getMessage());
      return 2;
    }
    return program.server().run(program, use.of(config));
  }
}
