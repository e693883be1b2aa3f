package dev.nightjar.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nightjar`: the root of all commands.
@Command(
    name = "nightjar",
    synopsisHeading = "Usage: ",
    description = {
      "",
      "Runs Jupyter notebooks: by hand, every night, on whatever cluster there is."
    },
    footer = {"", "`nightjar COMMAND --help` tells more about a command."})
final class NightjarCommand {
  @Option(
      names = {"--version"},
      versionHelp = true,
      description = "Show the version, and leave.")
  private boolean version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this, and leave.")
  private boolean help;
}
