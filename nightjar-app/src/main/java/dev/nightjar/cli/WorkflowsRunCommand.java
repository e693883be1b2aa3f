package dev.nightjar.cli;

import java.nio.file.Path;

/// `nightjar workflows run`.
final class WorkflowsRunCommand implements Command {
  private final Options options =
      new Options(
          "Runs the workflow of a file here, to its end, without a server: a YAML file, a Java file or"
              + " an Airflow DAG file. Shows how each task goes on, and copies logs and outputs into a"
              + " folder. Ctrl-C stops what runs. Pools have room for all, and no alerts are sent.",
          """
          Examples:
            nightjar workflows run bikeshare.yaml -p city seoul
            nightjar workflows run dags/tutorial.py --date 2026-12-01 --json

          Exit status: 0 the run succeeded, 1 it failed, 2 wrong usage or a bad file,
          130 Ctrl-C.
          """);
  private final Positionals files = options.positionals("FILE");
  private final FileRunArguments arguments;
  private final Option<String> date =
      options.text(
          "--date TIME", "The logical time: a date, which is its midnight in UTC (default: now).");
  private final Option<Path> outputs =
      options.path(
          "--output-dir DIR",
          "Copy logs and outputs there, a folder for each task (default: the workflow's name and"
              + " date, here).");
  private final Option<Path> data =
      options.path(
          "--data-dir DIR",
          "Keep the database and all that attempts leave there (default: a temporary folder).");
  private final Option<Boolean> json =
      options.flag(
          "--json",
          "Print a line of JSON for each thing that happens: task (with task, state, tries,"
              + " started_at, ended_at, reason, details) and run (with workflow, logical_time, state,"
              + " message, outputs).");
  private final Program program;

  WorkflowsRunCommand(Program program) {
    this.program = program;
    this.arguments = new FileRunArguments(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    FileRunView view =
        json.isGiven()
            ? new FileRunJson(program)
            : new FileRunLines(
                program.terminal(), Screen.of(program.environment()).orElse(null), program.clock());
    return arguments.run(
        files.first(),
        null,
        FileRunArguments.time(date.orNull()),
        data.orNull(),
        outputs.orNull(),
        view);
  }
}
