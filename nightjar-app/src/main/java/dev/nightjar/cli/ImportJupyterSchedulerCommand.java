package dev.nightjar.cli;

import java.nio.file.Path;

/// `nightjar import jupyter-scheduler`.
final class ImportJupyterSchedulerCommand implements Command {
  private final Options options =
      new Options(
          "Takes job definitions and ended jobs over from FILE, the scheduler.sqlite of a"
              + " jupyter-scheduler: jobs with their states, times, parameters and outputs. Works on"
              + " the server's database, whether it runs or not. What was taken over before is left"
              + " alone, and nothing is changed in FILE.",
          """
          Example:
            nightjar import jupyter-scheduler scheduler.sqlite --dry-run
          """);
  private final Positionals file = options.positionals("FILE");
  private final Option<Path> staging =
      options.path(
          "--staging DIR",
          "jupyter-scheduler's staging area (default: scheduler_staging_area beside FILE).");
  private final Option<Boolean> paused =
      options.flag(
          "--paused",
          "Let all definitions come paused, so that nothing runs here as long as it does there.");
  private final Option<Boolean> dryRun =
      options.flag("--dry-run", "Only say what would be imported.");
  private final Option<Boolean> json = options.flag("--json", "Print JSON.");
  private final ServerArguments arguments = ServerArguments.ofPlace(options);
  private final Program program;

  ImportJupyterSchedulerCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    Path here = program.environment().directory();
    Path database = here.resolve(file.first());
    Path area = here.resolve(staging.or(database.resolveSibling("scheduler_staging_area")));
    return arguments.run(
        program,
        config ->
            new ServerWork.ImportJupyterScheduler(
                config, database, area, paused.or(false), dryRun.or(false), json.or(false)));
  }
}
