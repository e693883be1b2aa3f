package dev.nightjar.cli;

/// `nightjar restore`.
final class RestoreCommand implements Command {
  private final Options options =
      new Options(
          "Puts a copy that `nightjar backup` made in place of the SQLite database. Refuses while a"
              + " server runs; what was there stays beside it.");
  private final Positionals file = options.positionals("FILE");
  private final ServerArguments arguments = ServerArguments.ofPlace(options);
  private final Program program;

  RestoreCommand(Program program) {
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
            new ServerWork.Restore(
                config, program.environment().directory().resolve(file.first())));
  }
}
