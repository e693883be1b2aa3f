package dev.nightjar.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private HelpOptions helpOptions = new HelpOptions();
}
