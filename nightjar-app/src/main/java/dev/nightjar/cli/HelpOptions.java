package dev.nightjar.cli;

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
}
