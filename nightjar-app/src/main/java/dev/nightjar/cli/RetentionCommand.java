package dev.nightjar.cli;

/// `nightjar retention`.
final class RetentionCommand implements Command {
  private final Options options =
      new Options(
          "Deletes what was kept long enough: runs by the settings retention.age and"
              + " retention.count with all they left, older events, versions of definitions that no"
              + " run needs, and copies of notebooks and folders that nothing refers to. A server"
              + " does that once a day.");
  private final Option<Boolean> dryRun =
      options.flag("--dry-run", "Only say what would be deleted.");
  private final ServerArguments arguments = ServerArguments.ofPlace(options);
  private final Program program;

  RetentionCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return arguments.run(program, config -> new ServerWork.Retain(config, dryRun.or(false)));
  }
}
