package dev.nightjar.cli;

import dev.nightjar.engine.CellSelection;
import dev.nightjar.engine.ExecutionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options that say how notebooks are executed.
final class ExecutionArguments {
  private final Option<String> kernel;
  private final Option<Path> directory;
  private final Option<Integer> startTimeout;
  private final Option<Integer> cellTimeout;
  private final Option<String> skipTags;
  private final Option<String> onlyTags;
  private final Option<Boolean> profile;
  private final Option<Boolean> cold;
  private final Option<String> gateway;

  ExecutionArguments(Options options) {
    kernel =
        options.text(
            "-k, --kernel TEXT",
            "Name of the kernel, instead of the notebook's own. `nightjar kernels list` shows what"
                + " there is; `python -m ipykernel install --user` adds a Python.");
    directory = options.path("--cwd DIRECTORY", "Working directory of the kernel.");
    startTimeout =
        options.integer(
            "--start-timeout, --start_timeout INTEGER",
            "Seconds that the kernel may take to start (default: 60).");
    cellTimeout =
        options.integer(
            "--execution-timeout INTEGER", "Seconds that a cell may run (default: no limit).");
    skipTags =
        options.text(
            "--skip-tags TAGS", "Do not run cells with one of these tags, separated by commas.");
    onlyTags =
        options.text(
            "--only-tags TAGS",
            "Run only cells with one of these tags, and those that carry the parameters.");
    profile =
        options.flag("--profile", "Record CPU time and peak memory of the kernel for each cell.");
    cold =
        options.flag(
            "--no-warm",
            "Always start a cold kernel, even if `nightjar kernels warm` keeps a warm one.");
    gateway =
        options.text(
            "--gateway URL",
            "Run the kernel behind this Jupyter gateway or server (default: JUPYTER_GATEWAY_URL,"
                + " else here). JUPYTER_GATEWAY_AUTH_TOKEN lets in.");
  }

  /// The kernel to use instead of the notebook's own.
  @Nullable String kernel() {
    return kernel.orNull();
  }

  /// Where the kernel works.
  @Nullable Path directory() {
    return directory.orNull();
  }

  /// Whether a warm kernel is not wanted.
  boolean cold() {
    return cold.isGiven();
  }

  /// The address of the gateway to use.
  @Nullable String gateway() {
    return gateway.orNull();
  }

  /// The options, but for saving and keeping.
  ExecutionOptions options() {
    int cellSeconds = cellTimeout.or(0);
    return ExecutionOptions.DEFAULT
        .in(directory.orNull())
        .within(
            Duration.ofSeconds(startTimeout.or(60)),
            cellSeconds <= 0 ? null : Duration.ofSeconds(cellSeconds))
        .only(new CellSelection(tags(skipTags.orNull()), tags(onlyTags.orNull())))
        .profiled(profile.isGiven());
  }

  private static Set<String> tags(@Nullable String list) {
    return list == null ? Set.of() : Set.copyOf(Arrays.asList(list.trim().split("\\s*,\\s*")));
  }
}
