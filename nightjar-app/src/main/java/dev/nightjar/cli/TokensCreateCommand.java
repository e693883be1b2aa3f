package dev.nightjar.cli;

import java.time.Duration;
import java.util.List;

/// `nightjar tokens create`.
final class TokensCreateCommand implements Command {
  private static final List<String> ROLES = List.of("viewer", "editor", "operator", "admin");

  private final Options options =
      new Options(
          "Makes a token and prints it: the only time that it is seen, since the server keeps its"
              + " hash only. Works on the server's database, whether it runs or not.");
  private final Positionals name = options.positionals("NAME");
  private final Option<String> role =
      options.oneOf(
          ROLES.toArray(String[]::new),
          "--role ROLE",
          "What it may: viewer sees all, editor also makes jobs and definitions, operator also"
              + " changes pools and imports, admin also tokens (default: viewer).");
  private final Option<Duration> valid =
      options.duration("--valid DURATION", "For how long, such as 90d (default: for ever).");
  private final ServerArguments arguments = ServerArguments.ofPlace(options);
  private final Program program;

  TokensCreateCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    return arguments.run(
        program,
        config ->
            new ServerWork.CreateToken(config, name.first(), role.or("viewer"), valid.orNull()));
  }
}
