package dev.nightjar.cli;

import dev.nightjar.engine.CellSelection;
import dev.nightjar.engine.ExecutionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say how notebooks are executed.
final class ExecutionArguments {
  @Option(
      names = {"-k", "--kernel"},
      paramLabel = "TEXT",
      description =
          "Name of the kernel, instead of the notebook's own. `nightjar kernels list` shows what there is; `python -m"
              + " ipykernel install --user` adds a Python.")
  @Nullable String kernel;

  @Option(
      names = {"--cwd"},
      paramLabel = "DIRECTORY",
      description = "Working directory of the kernel.")
  @Nullable Path directory;

  @Option(
      names = {"--start-timeout", "--start_timeout"},
      paramLabel = "INTEGER",
      defaultValue = "60",
      description = "Seconds that the kernel may take to start (default: 60).")
  private int startTimeout = 60;

  @Option(
      names = {"--execution-timeout"},
      paramLabel = "INTEGER",
      description = "Seconds that a cell may run (default: no limit).")
  private int cellTimeout;

  @Option(
      names = {"--skip-tags"},
      paramLabel = "TAGS",
      description = "Do not run cells with one of these tags, separated by commas.")
  private @Nullable String skipTags;

  @Option(
      names = {"--only-tags"},
      paramLabel = "TAGS",
      description = "Run only cells with one of these tags, and those that carry the parameters.")
  private @Nullable String onlyTags;

  @Option(
      names = {"--profile"},
      description = "Record CPU time and peak memory of the kernel for each cell.")
  private boolean profile;

  @Option(
      names = {"--no-warm"},
      description = "Always start a cold kernel, even if `nightjar kernels warm` keeps a warm one.")
  boolean cold;

  @Option(
      names = {"--gateway"},
      paramLabel = "URL",
      description =
          "Run the kernel behind this Jupyter gateway or server (default: JUPYTER_GATEWAY_URL, else here)."
              + " JUPYTER_GATEWAY_AUTH_TOKEN lets in.")
  @Nullable String gateway;

  /// The options, but for saving and keeping.
  ExecutionOptions options() {
    return ExecutionOptions.DEFAULT
        .in(directory)
        .within(
            Duration.ofSeconds(startTimeout),
            cellTimeout <= 0 ? null : Duration.ofSeconds(cellTimeout))
        .only(new CellSelection(tags(skipTags), tags(onlyTags)))
        .profiled(profile);
  }

  private static Set<String> tags(@Nullable String list) {
    return list == null ? Set.of() : Set.copyOf(Arrays.asList(list.trim().split("\\s*,\\s*")));
  }
}
