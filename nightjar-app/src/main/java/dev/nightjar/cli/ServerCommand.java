package dev.nightjar.cli;

/// `nightjar server` and `nightjar worker`, a server that only works.
final class ServerCommand implements Command {
  private final Options options;
  private final ServerArguments arguments;
  private final ServerArguments.Use use;
  private final Program program;

  private ServerCommand(
      Program program, Options options, ServerArguments arguments, ServerArguments.Use use) {
    this.program = program;
    this.options = options;
    this.arguments = arguments;
    this.use = use;
  }

  static ServerCommand server(Program program) {
    var options =
        new Options(
            "Schedules notebooks: takes jobs and job definitions from JupyterLab, scripts and the web"
                + " page, runs them when they are due, and remembers what happened. Runs until it is"
                + " told to stop; jobs that are running then have a while to end, or go on, and are"
                + " found again at the next start.");
    return new ServerCommand(program, options, ServerArguments.of(options), ServerWork.Serve::new);
  }

  static ServerCommand worker(Program program) {
    var options =
        new Options(
            "Runs jobs of the servers that share its database, given by --db, and its folder of"
                + " artifacts, given by --artifacts-dir: as a server does, without listening. Runs"
                + " until it is told to stop.");
    return new ServerCommand(
        program, options, ServerArguments.ofWorker(options), ServerWork.Work::new);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return arguments.run(program, use);
  }
}
