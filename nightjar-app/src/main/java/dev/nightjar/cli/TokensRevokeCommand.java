package dev.nightjar.cli;

/// `nightjar tokens revoke`.
final class TokensRevokeCommand implements Command {
  private final Options options =
      new Options("Makes a token worthless, within seconds also for a server that runs.");
  private final Positionals name = options.positionals("NAME");
  private final ServerArguments arguments = ServerArguments.ofPlace(options);
  private final Program program;

  TokensRevokeCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return arguments.run(program, config -> new ServerWork.RevokeToken(config, name.first()));
  }
}
