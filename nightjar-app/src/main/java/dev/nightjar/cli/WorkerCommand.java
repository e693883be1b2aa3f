package dev.nightjar.cli;

/// `nightjar worker`: a server that only works.
final class WorkerCommand implements Command {
  private final Options options =
      new Options(
          "Runs jobs of the servers that share its database, given by --db, and its folder of"
              + " artifacts, given by --artifacts-dir: as a server does, without listening. Runs until"
              + " it is told to stop.");
  private final ServerArguments arguments = ServerArguments.ofWorker(options);
  private final Program program;

  WorkerCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return arguments.run(program, ServerWork.Work::new);
  }
}
