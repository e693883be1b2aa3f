package dev.nightjar.cli;

/// `nightjar server`: schedules notebooks, and answers JupyterLab, scripts and browsers.
final class ServerCommand implements Command {
  private final Options options =
      new Options(
          "Schedules notebooks: takes jobs and job definitions from JupyterLab, scripts and the web"
              + " page, runs them when they are due, and remembers what happened. Runs until it is"
              + " told to stop; jobs that are running then have a while to end, or go on, and are"
              + " found again at the next start.");
  private final ServerArguments arguments = ServerArguments.of(options);
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
    return arguments.run(program, ServerWork.Serve::new);
  }
}
