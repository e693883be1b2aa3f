package dev.nightjar.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// The options that every command has; picocli acts on them.
@SuppressWarnings("UnusedVariable") // read by picocli alone
final class HelpOptions {
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

  /// A command that has no other options, such as one that only holds others; made without
  /// reflection, which takes longer than all the rest of such a start.
  static CommandSpec alone() {
    return CommandSpec.create()
        .addOption(
            OptionSpec.builder("--version").description("Show the version, and leave.").build())
        .addOption(OptionSpec.builder("-h", "--help").description("Show this, and leave.").build());
  }
}
