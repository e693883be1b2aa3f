package dev.nightjar.cli;

/// A command of the program. `docs/decisions/own-options.md` tells how one is added.
interface Command {
  /// What it takes. The same object each time: its values are there when the command runs.
  Options options();

  /// Does it, with the values that the options have got.
  ///
  /// @return the exit status
  int run();
}
