package dev.nightjar.cli;

import dev.nightjar.config.ServerConfig;
import java.nio.file.Path;

/// `nightjar server`: schedules notebooks, and answers JupyterLab, scripts and browsers.
final class ServerCommand implements Command {
  private static final int PORT = 8822;

  private final Options options =
      new Options(
          "Schedules notebooks: takes jobs and job definitions from JupyterLab, scripts and the web"
              + " page, runs them when they are due, and remembers what happened. Runs until it is"
              + " told to stop; jobs that are running then go on, and are found again at the next"
              + " start.");
  private final Option<Integer> port =
      options.integer("--port N", "Listen on this port (default: 8822; 0 for any).");
  private final Option<String> address =
      options.text(
          "--bind ADDRESS", "Listen on this address (default: 127.0.0.1; others need a token).");
  private final Option<Path> root =
      options.path("--root DIR", "Folder of the notebooks (default: the working directory).");
  private final Option<Path> data =
      options.path(
          "--data-dir DIR",
          "Folder of the server's own: database, snapshots, outputs (default: .nightjar in the"
              + " root).");
  private final Option<String> database =
      options.text(
          "--db URL",
          "JDBC URL of PostgreSQL, MariaDB or MySQL, to share the work of several servers (default:"
              + " SQLite in the data folder).");
  private final Option<String> token =
      options.text("--token TEXT", "Let in only who brings this token.");
  private final Option<Integer> kernels =
      options.integer("--kernels N", "Run at most so many notebooks at once (default: 8).");
  private final Program program;

  ServerCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    Path folder = program.environment().directory().resolve(root.or(Path.of("")));
    return program
        .server()
        .run(
            program,
            new ServerConfig(
                address.or("127.0.0.1"),
                port.or(PORT),
                folder,
                folder.resolve(data.or(Path.of(".nightjar"))),
                database.orNull(),
                token.orNull(),
                kernels.or(8)));
  }
}
