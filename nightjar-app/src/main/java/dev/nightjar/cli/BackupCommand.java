package dev.nightjar.cli;

/// `nightjar backup`.
final class BackupCommand implements Command {
  private final Options options =
      new Options(
          "Copies the SQLite database to FILE, as it is at one moment, also while a server runs.");
  private final Positionals file = options.positionals("FILE");
  private final ServerArguments arguments = ServerArguments.ofPlace(options);
  private final Program program;

  BackupCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return arguments.run(
        program,
        config ->
            new ServerWork.Backup(config, program.environment().directory().resolve(file.first())));
  }
}
