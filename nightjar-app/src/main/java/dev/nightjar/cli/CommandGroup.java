package dev.nightjar.cli;

/// A command that only holds others: alone it is a mistake, answered with its help.
final class CommandGroup implements Command {
  private static final int WRONG_USAGE = 2;

  private final Program program;
  private final String path;
  private final Options options;

  CommandGroup(String path, Program program) {
    this.path = path;
    this.program = program;
    this.options =
        new Options(
            Commands.summary(path),
            path.isEmpty()
                ? """
                  `nightjar help COMMAND` tells more about a command; `nightjar demo` shows a
                  run with real data.
                  """
                : "");
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    program.terminal().err().print(new HelpPage(path, options).text());
    return WRONG_USAGE;
  }
}
