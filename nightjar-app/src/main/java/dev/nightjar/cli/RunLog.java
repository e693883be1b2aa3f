package dev.nightjar.cli;

import dev.nightjar.engine.RunListener;
import dev.nightjar.kernel.Kernel;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.Output;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tells of a run on standard error with papermill's words: log lines, the progress bar, with
/// `--log-output` the outputs. Not thread-safe.
final class RunLog implements RunListener {
  private static final Pattern DESCRIPTION = Pattern.compile("papermill_description=(\\S+)");

  private final PrintStream err;
  private final LogLevel level;
  private final boolean logsOutput;
  private final boolean showsProgress;
  private final @Nullable Path workingDirectory;
  private @Nullable ProgressBar progress;
  private boolean hasCells;

  /// @param workingDirectory as given by `--cwd`, told at the start
  RunLog(
      PrintStream err,
      LogLevel level,
      boolean logsOutput,
      boolean showsProgress,
      @Nullable Path workingDirectory) {
    this.err = err;
    this.level = level;
    this.logsOutput = logsOutput;
    this.showsProgress = showsProgress;
    this.workingDirectory = workingDirectory;
  }

  @Override
  public void pathsExpanded(String input, @Nullable String output) {
    log(LogLevel.INFO, "Input Notebook:  " + input);
    log(LogLevel.INFO, "Output Notebook: " + (output == null ? "None" : output));
    if (workingDirectory != null) {
      log(LogLevel.INFO, "Working directory: " + workingDirectory);
    }
  }

  @Override
  public void warned(String message) {
    log(LogLevel.WARNING, message);
  }

  @Override
  public void started(Notebook notebook) {
    hasCells = !notebook.cells().isEmpty();
    if (showsProgress) {
      progress = new ProgressBar(err, notebook.cells().size());
    }
  }

  @Override
  public void kernelReady(String kernelName, Kernel kernel) {
    if (hasCells) {
      log(LogLevel.INFO, "Executing notebook with kernel: " + kernelName);
    }
  }

  @Override
  public void kernelKept(Kernel kernel, Duration time) {
    String file = kernel.connectionFile().map(Path::getFileName).map(Path::toString).orElse("");
    log(
        LogLevel.WARNING,
        "Kernel %s stays alive for %s. Look into it with: jupyter console --existing %s"
            .formatted(kernel.describe(), words(time), file));
  }

  private static String words(Duration time) {
    return time.toString()
        .substring(2)
        .replaceAll("(\\d[HMS])(?!$)", "$1 ")
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public void cellStarted(int index, Cell cell) {
    if (progress != null) {
      Matcher description = DESCRIPTION.matcher(cell.source());
      if (description.find()) {
        progress.describe("Executing " + description.group(1));
      }
    }
    if (logsOutput) {
      log(LogLevel.INFO, "Executing Cell " + dashed(index + 1, 40));
    }
  }

  @Override
  public void output(int index, Output output) {
    if (!logsOutput) {
      return;
    }
    switch (output) {
      case Output.Stream(String name, String text) ->
          log(name.equals("stderr") ? LogLevel.WARNING : LogLevel.INFO, text);
      case Output.DisplayData(JsonNode data, _) ->
          log(LogLevel.INFO, data.path("text/plain").asString(""));
      case Output.ExecuteResult(_, JsonNode data, _) ->
          log(LogLevel.INFO, data.path("text/plain").asString(""));
      case Output.ErrorOutput _, Output.Unknown _ -> {} // told at the end
    }
  }

  @Override
  public void cellFinished(int index, Cell cell) {
    if (logsOutput) {
      log(LogLevel.INFO, "Ending Cell " + dashed(index + 1, 43));
    }
    if (progress != null) {
      progress.advance();
    }
  }

  private static String dashed(int number, int width) {
    String text = Integer.toString(number);
    return text + "-".repeat(Math.max(0, width - text.length()));
  }

  /// Ends the progress bar; nothing more is told after.
  void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }

  /// Prints a line, if the level is to be shown.
  void log(LogLevel of, String line) {
    if (!level.shows(of)) {
      return;
    }
    if (progress == null) {
      err.println(line);
    } else {
      progress.interrupted(() -> err.println(line));
    }
  }
}
