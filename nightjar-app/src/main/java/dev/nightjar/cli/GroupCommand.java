package dev.nightjar.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// A command that only holds others, such as `nightjar` itself and `nightjar kernels`.
@Command
final class GroupCommand {
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private HelpOptions helpOptions = new HelpOptions();
}
