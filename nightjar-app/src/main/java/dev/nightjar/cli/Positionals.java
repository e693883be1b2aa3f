package dev.nightjar.cli;

import java.util.List;

/// Checks the arguments that are not options, with click's words.
final class Positionals {
  private Positionals() {}

  /// Checks how many there are.
  ///
  /// @param required how many of `names` must be given
  /// @param names what they are called, in order
  /// @throws UsageException if one is missing, or there are more than names
  static void check(List<String> given, int required, String... names) {
    if (given.size() < required) {
      throw new UsageException("Missing argument '%s'.".formatted(names[given.size()]));
    }
    if (given.size() > names.length) {
      List<String> extra = given.subList(names.length, given.size());
      throw new UsageException(
          "Got unexpected extra argument%s (%s)"
              .formatted(extra.size() > 1 ? "s" : "", String.join(" ", extra)));
    }
  }
}
