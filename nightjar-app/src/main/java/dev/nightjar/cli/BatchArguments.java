package dev.nightjar.cli;

/// The options of commands that run many notebooks.
final class BatchArguments {
  private final Option<Integer> jobs;
  private final Option<Boolean> failFast;
  private final Option<Boolean> json;

  BatchArguments(Options options) {
    jobs =
        options.integer(
            "-j, --jobs INTEGER", "How many notebooks run at a time (default: one for each core).");
    failFast = options.flag("--fail-fast", "Stop all when one did not pass.");
    json = options.flag("--json", "Write one JSON document about what was run to standard output.");
  }

  /// Whether one of those was given that make sense for many notebooks only.
  boolean areForMany() {
    return jobs.isGiven() || failFast.isGiven();
  }

  boolean failsFast() {
    return failFast.isGiven();
  }

  boolean printsJson() {
    return json.isGiven();
  }

  /// How many notebooks run at a time.
  int parallel() {
    int parallel = jobs.or(Runtime.getRuntime().availableProcessors());
    if (parallel < 1) {
      throw new UsageException(
          "Invalid value for '-j' / '--jobs': %d is not at least 1.".formatted(parallel));
    }
    return parallel;
  }
}
