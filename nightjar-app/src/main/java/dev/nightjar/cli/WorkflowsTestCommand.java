package dev.nightjar.cli;

/// `nightjar workflows test`.
final class WorkflowsTestCommand implements Command {
  private final Options options =
      new Options(
          "Runs one task of a workflow file here: once, whatever comes before it, and without a trace."
              + " Shows what its templates became, and what it prints.",
          """
          Examples:
            nightjar workflows test bikeshare.yaml clean 2026-12-01
            nightjar workflows test dags/tutorial.py print_date

          Exit status: 0 the task succeeded, 1 it failed, 2 wrong usage or a bad file,
          130 Ctrl-C.
          """);
  private final Positionals given = options.positionals("FILE TASK [DATE]");
  private final FileRunArguments arguments;
  private final Program program;

  WorkflowsTestCommand(Program program) {
    this.program = program;
    this.arguments = new FileRunArguments(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return arguments.run(
        given.first(),
        given.given().get(1),
        FileRunArguments.time(given.given().size() > 2 ? given.given().get(2) : null),
        null,
        null,
        new FileTestView(program.terminal()));
  }
}
