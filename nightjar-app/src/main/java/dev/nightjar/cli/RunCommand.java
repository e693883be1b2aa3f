package dev.nightjar.cli;

import dev.nightjar.engine.Cancellation;
import dev.nightjar.engine.ExecutionOptions;
import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.engine.NotebookResult;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterInspection;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.storage.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nightjar run`: what `papermill` is on the command line.
@Command(
    name = "run",
    customSynopsis = RunCommand.USAGE,
    description =
        "Runs the notebook at NOTEBOOK_PATH with parameters and saves it to OUTPUT_PATH as it goes. A `-` is standard"
            + " input or output. Both paths are templates: `out-{alpha:.2f}.ipynb` holds the parameter alpha.",
    footer = {
      "Examples:",
      "  nightjar run in.ipynb out.ipynb -p alpha 0.6 -p day 2026-01-01",
      "  nightjar run in.ipynb 'out-{day}.ipynb' -f params.yaml --html 'out-{day}.html'",
      "  nightjar run in.ipynb --help-notebook",
      "  nightjar run in.ipynb out.ipynb --keep-kernel=2h   # and after a failure:",
      "  nightjar run --resume out.ipynb",
      "  cat in.ipynb | nightjar run -y '{alpha: 0.6, days: [mon, tue]}' > out.ipynb",
      "",
      "Exit status:",
      "  0    all cells ran",
      "  1    a cell failed or took too long, or the run was not possible",
      "  2    the command line is wrong",
      "  138  the kernel died in a cell",
    })
@SuppressWarnings("UnusedMethod") // picocli calls setters
final class RunCommand implements Callable<Integer> {
  static final String USAGE = "nightjar run [OPTIONS] NOTEBOOK_PATH [OUTPUT_PATH]";

  private static final String PIPED_USAGE = "nightjar run [OPTIONS] [NOTEBOOK_PATH] [OUTPUT_PATH]";

  private final Program program;

  @picocli.CommandLine.Parameters(arity = "0..*", hidden = true)
  private List<String> paths = new ArrayList<>();

  @Mixin private ParameterArguments parameters = new ParameterArguments();

  @Option(
      names = {"--inject-input-path"},
      description = "Inject the input path as the parameter PAPERMILL_INPUT_PATH.")
  private boolean injectsInput;

  @Option(
      names = {"--inject-output-path"},
      description = "Inject the output path as the parameter PAPERMILL_OUTPUT_PATH.")
  private boolean injectsOutput;

  @Option(
      names = {"--inject-paths"},
      description = "Inject both.")
  private boolean injectsPaths;

  @Mixin private GridArguments grid = new GridArguments();

  @Mixin private ExecutionArguments execution = new ExecutionArguments();

  @Option(
      names = {"-l", "--language"},
      paramLabel = "TEXT",
      description = "Language of the code, instead of the notebook's own.")
  private @Nullable String language;

  @Option(
      names = {"--engine"},
      paramLabel = "TEXT",
      description = "Name of the execution engine (default: nbclient, the built-in one).")
  private @Nullable String engine;

  @Option(
      names = {"--request-save-on-cell-execute"},
      description = "Save as cells begin and end (default).")
  private void requestSaveOnCellExecute(boolean unused) {
    savesEachCell = true;
  }

  @Option(
      names = {"--no-request-save-on-cell-execute"},
      description = "Save only at the end.")
  private void noRequestSaveOnCellExecute(boolean unused) {
    savesEachCell = false;
  }

  private boolean savesEachCell = true;

  @Option(
      names = {"--autosave-cell-every"},
      paramLabel = "INTEGER",
      defaultValue = "30",
      description = "Seconds between saves while a cell runs; 0 for none (default: 30).")
  private int autosave = 30;

  @Option(
      names = {"--prepare-only"},
      description = "Inject parameters and save, without executing.")
  private void prepareOnly(boolean unused) {
    preparesOnly = true;
  }

  @Option(
      names = {"--prepare-execute"},
      description = "Execute as well (default).")
  private void prepareExecute(boolean unused) {
    preparesOnly = false;
  }

  private boolean preparesOnly;

  @Option(
      names = {"--report-mode"},
      description = "Hide the sources of code cells.")
  private void reportMode(boolean unused) {
    reportMode = true;
  }

  @Option(
      names = {"--no-report-mode"},
      description = "Show them (default).")
  private void noReportMode(boolean unused) {
    reportMode = false;
  }

  private boolean reportMode;

  @Option(
      names = {"--progress-bar"},
      description = "Show a progress bar (default, unless --log-output).")
  private void progressBar(boolean unused) {
    progressBar = true;
  }

  @Option(
      names = {"--no-progress-bar"},
      description = "Show none.")
  private void noProgressBar(boolean unused) {
    progressBar = false;
  }

  private @Nullable Boolean progressBar;

  @Option(
      names = {"--log-output"},
      description = "Log the outputs of cells.")
  private void logOutput(boolean unused) {
    logsOutput = true;
  }

  @Option(
      names = {"--no-log-output"},
      description = "Do not log them (default).")
  private void noLogOutput(boolean unused) {
    logsOutput = false;
  }

  private boolean logsOutput;

  @Option(
      names = {"--stdout-file"},
      paramLabel = "FILE",
      description = "File for what cells write to standard output.")
  private @Nullable Path stdoutFile;

  @Option(
      names = {"--stderr-file"},
      paramLabel = "FILE",
      description = "File for what cells write to standard error.")
  private @Nullable Path stderrFile;

  @Option(
      names = {"--log-level"},
      paramLabel = "LEVEL",
      defaultValue = "INFO",
      description = "NOTSET, DEBUG, INFO (default), WARNING, ERROR or CRITICAL.")
  private LogLevel logLevel = LogLevel.INFO;

  @Option(
      names = {"--help-notebook"},
      description = "Show the parameters of the notebook, and leave.")
  private boolean helpNotebook;

  @Option(
      names = {"--keep-kernel"},
      arity = "0..1",
      fallbackValue = "10m",
      paramLabel = "DURATION",
      description =
          "Keep the kernel of a run that does not succeed alive, for 10m or as said (90s, 15m, 2h): to look into it,"
              + " and for --resume.")
  private @Nullable String keepKernel;

  @Option(
      names = {"--resume"},
      description = "Go on in the kernel that the run of NOTEBOOK_PATH, an output, has left.")
  private boolean resumes;

  @Option(
      names = {"--html"},
      paramLabel = "FILE",
      description =
          "Write the output as an HTML page for people, too, however the run ended; FILE is a template as well.")
  private @Nullable String html;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private HelpOptions helpOptions = new HelpOptions();

  RunCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (paths.size() > 2) {
      throw new UsageException(
          "Got unexpected extra argument%s (%s)"
              .formatted(
                  paths.size() > 3 ? "s" : "", String.join(" ", paths.subList(2, paths.size()))));
    }
    String input = null;
    String output = null;
    if (program.environment().stdinIsPipe() && paths.size() < 2 && !helpNotebook && !resumes) {
      input = "-";
      output = paths.isEmpty() ? "-" : paths.getFirst();
    } else {
      input = paths.isEmpty() ? missingInput() : paths.getFirst();
      output = paths.size() > 1 ? paths.get(1) : null;
    }
    if (helpNotebook) {
      return showParameters(input);
    }
    if (resumes) {
      return execute(input, input);
    }
    if (output == null) {
      if (program.environment().stdoutIsTerminal()) {
        throw new UsageException("Missing argument 'OUTPUT_PATH'");
      }
      output = "-";
    }
    return execute(input, output);
  }

  private String missingInput() {
    if (program.environment().stdinIsPipe()) {
      return "-";
    }
    throw new UsageException("Missing argument 'NOTEBOOK_PATH'.");
  }

  private Parameters given(String input, @Nullable String output) {
    Parameters paths = Parameters.empty();
    if (injectsInput || injectsPaths) {
      paths = paths.with("PAPERMILL_INPUT_PATH", ParameterValue.of(input));
    }
    if ((injectsOutput || injectsPaths) && output != null) {
      paths = paths.with("PAPERMILL_OUTPUT_PATH", ParameterValue.of(output));
    }
    return parameters.merge(paths, program.storages());
  }

  private int showParameters(String input) {
    String path = program.expanded(input, given(input, null));
    boolean found =
        ParameterInspection.help(
            "Usage: " + (program.environment().stdinIsPipe() ? PIPED_USAGE : USAGE),
            path,
            program.engine(execution).load(path),
            program.terminal().out()::println,
            program.terminal().err()::println);
    return found ? 0 : 1;
  }

  private int execute(String input, String output) {
    Parameters values = given(input, output);
    boolean toStandardOutput = output.startsWith("-");
    LogLevel level = toStandardOutput && logLevel == LogLevel.INFO ? LogLevel.ERROR : logLevel;
    boolean showsProgress = progressBar == null ? !logsOutput && !toStandardOutput : progressBar;
    ExecutionOptions options =
        execution
            .options()
            .saving(
                new ExecutionOptions.Saving(
                    savesEachCell, Duration.ofSeconds(Math.max(0, autosave))))
            .keepingKernel(
                keepKernel == null ? Duration.ZERO : Durations.parse(keepKernel, "--keep-kernel"));
    var preparation =
        new NotebookRequest.Preparation(reportMode, execution.kernel, language, engine);
    NotebookRequest request =
        NotebookRequest.of(input, output).with(values).with(preparation).with(options);
    if (preparesOnly) {
      request = request.preparedOnly();
    }
    if (grid.isGiven()) {
      if (resumes || stdoutFile != null || stderrFile != null || logsOutput) {
        throw new UsageException(
            "'--grid' can't be combined with '--resume', '--log-output', '--stdout-file' or '--stderr-file'.");
      }
      return grid.run(program, request, html, execution);
    }
    HtmlPage page = html == null ? null : page(html, values, toStandardOutput);
    RunLog log =
        new RunLog(program.terminal().err(), level, logsOutput, showsProgress, execution.directory);
    Cancellation cancellation = new Cancellation();
    Signals signals = Signals.listen(cancellation::cancel);
    NotebookEngine notebooks = program.engine(execution);
    RunJson json = RunJson.of(request, input, toStandardOutput, grid.printsJson(), program);
    NotebookHeard heard = new NotebookHeard();
    NotebookResult result;
    try (StreamFiles files = new StreamFiles(stdoutFile, stderrFile)) {
      var listener = new Listeners(List.of(log, files, heard, json));
      result =
          resumes
              ? notebooks.resume(output, execution.kernel, options, listener, cancellation)
              : notebooks.run(request, listener, cancellation);
      json.ended(result);
    } catch (NotebookException | StorageException e) {
      json.impossible(e);
      throw e;
    } catch (KernelException e) {
      json.impossible(e);
      if (page != null && heard.notebook().isPresent()) {
        page.writeNotRun(
            heard.notebook().get(),
            toStandardOutput ? input : output,
            String.valueOf(e.getMessage()));
      }
      throw e;
    } finally {
      log.close();
    }
    if (options.profile()) {
      ProfileSummary.of(result.notebook()).ifPresent(line -> log.log(LogLevel.INFO, line));
    }
    int status = new ResultReport(log).report(result, signals);
    if (page != null) {
      page.write(result.notebook(), toStandardOutput ? input : output);
      log.log(LogLevel.INFO, "HTML page: " + page.path());
    }
    return status;
  }

  private HtmlPage page(String template, Parameters values, boolean stdoutIsTaken) {
    HtmlPage page = new HtmlPage(program.expanded(template, values), program.storages());
    if (stdoutIsTaken && page.path().startsWith("-")) {
      throw new UsageException("Standard output can't take both the notebook and --html.");
    }
    return page;
  }
}
