package dev.nightjar.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of commands that run many notebooks.
final class BatchArguments {
  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "INTEGER",
      description = "How many notebooks run at a time (default: one for each core).")
  private @Nullable Integer jobs;

  @Option(
      names = {"--fail-fast"},
      description = "Stop all when one did not pass.")
  boolean failsFast;

  @Option(
      names = {"--json"},
      description = "Write one JSON document about what was run to standard output.")
  boolean json;

  /// Whether one of those was given that make sense for many notebooks only.
  boolean areForMany() {
    return jobs != null || failsFast;
  }

  /// How many notebooks run at a time.
  int parallel() {
    if (jobs == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (jobs < 1) {
      throw new UsageException(
          "Invalid value for '-j' / '--jobs': %d is not at least 1.".formatted(jobs));
    }
    return jobs;
  }
}
