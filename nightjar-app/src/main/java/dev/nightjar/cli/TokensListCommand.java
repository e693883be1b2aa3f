package dev.nightjar.cli;

/// `nightjar tokens list`.
final class TokensListCommand implements Command {
  private final Options options =
      new Options("Lists the tokens: names, roles, when they were made and used last.");
  private final Option<Boolean> json = options.flag("--json", "Print JSON.");
  private final ServerArguments arguments = ServerArguments.ofPlace(options);
  private final Program program;

  TokensListCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return arguments.run(program, config -> new ServerWork.ListTokens(config, json.or(false)));
  }
}
