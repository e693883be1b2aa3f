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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `nightjar run`: what `papermill` is on the command line.
final class RunCommand implements Command {
  private final Options options =
      new Options(
          "Runs the notebook at NOTEBOOK_PATH with parameters and saves it to OUTPUT_PATH as it"
              + " goes. A `-` is standard input or output. Both paths are templates:"
              + " `out-{alpha:.2f}.ipynb` holds the parameter alpha.",
          """
          Examples:
            nightjar run in.ipynb out.ipynb -p alpha 0.6 -p day 2026-01-01
            nightjar run in.ipynb 'out-{day}.ipynb' -f params.yaml --html 'out-{day}.html'
            nightjar run in.ipynb --help-notebook
            nightjar run in.ipynb out.ipynb --keep-kernel=2h   # and after a failure:
            nightjar run --resume out.ipynb
            cat in.ipynb | nightjar run -y '{alpha: 0.6, days: [mon, tue]}' > out.ipynb

          Exit status:
            0    all cells ran
            1    a cell failed or took too long, or the run was not possible
            2    the command line is wrong
            138  the kernel died in a cell
          """);
  private final Positionals paths = options.positionalsOrPipes("NOTEBOOK_PATH [OUTPUT_PATH]");
  private final ParameterArguments parameters = new ParameterArguments(options);
  private final Option<Boolean> injectsInput =
      options.flag(
          "--inject-input-path", "Inject the input path as the parameter PAPERMILL_INPUT_PATH.");
  private final Option<Boolean> injectsOutput =
      options.flag(
          "--inject-output-path", "Inject the output path as the parameter PAPERMILL_OUTPUT_PATH.");
  private final Option<Boolean> injectsPaths = options.flag("--inject-paths", "Inject both.");
  private final GridArguments grid = new GridArguments(options);
  private final ExecutionArguments execution = new ExecutionArguments(options);
  private final Option<String> language =
      options.text("-l, --language TEXT", "Language of the code, instead of the notebook's own.");
  private final Option<String> engine =
      options.text(
          "--engine TEXT", "Name of the execution engine (default: nbclient, the built-in one).");
  private final Option<Boolean> savesEachCell =
      options.flag(
          "--request-save-on-cell-execute",
          "Save as cells begin and end (default).",
          "--no-request-save-on-cell-execute",
          "Save only at the end.");
  private final Option<Integer> autosave =
      options.integer(
          "--autosave-cell-every INTEGER",
          "Seconds between saves while a cell runs; 0 for none (default: 30).");
  private final Option<Boolean> preparesOnly =
      options.flag(
          "--prepare-only",
          "Inject parameters and save, without executing.",
          "--prepare-execute",
          "Execute as well (default).");
  private final Option<Boolean> reportMode =
      options.flag(
          "--report-mode",
          "Hide the sources of code cells.",
          "--no-report-mode",
          "Show them (default).");
  private final Option<Boolean> progressBar =
      options.flag(
          "--progress-bar",
          "Show a progress bar (default, unless --log-output).",
          "--no-progress-bar",
          "Show none.");
  private final Option<Boolean> logsOutput =
      options.flag(
          "--log-output",
          "Log the outputs of cells.",
          "--no-log-output",
          "Do not log them (default).");
  private final Option<Path> stdoutFile =
      options.path("--stdout-file FILE", "File for what cells write to standard output.");
  private final Option<Path> stderrFile =
      options.path("--stderr-file FILE", "File for what cells write to standard error.");
  private final Option<LogLevel> logLevel =
      options.oneOf(
          LogLevel.values(),
          "--log-level LEVEL",
          "NOTSET, DEBUG, INFO (default), WARNING, ERROR or CRITICAL.");
  private final Option<Boolean> helpNotebook =
      options.flag("--help-notebook", "Show the parameters of the notebook, and leave.");
  private final Option<Duration> keepKernel =
      options
          .duration(
              "--keep-kernel[=DURATION]",
              "Keep the kernel of a run that does not succeed alive, for 10m or as said (90s, 15m,"
                  + " 2h): to look into it, and for --resume.")
          .alone("10m");
  private final Option<Boolean> resumes =
      options.flag(
          "--resume", "Go on in the kernel that the run of NOTEBOOK_PATH, an output, has left.");
  private final Option<String> html =
      options.text(
          "--html FILE",
          "Write the output as an HTML page for people, too, however the run ended; FILE is a"
              + " template as well.");
  private final Program program;

  RunCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    List<String> given = paths.given();
    String input = null;
    String output = null;
    if (program.environment().stdinIsPipe()
        && given.size() < 2
        && !helpNotebook.isGiven()
        && !resumes.isGiven()) {
      input = "-";
      output = given.isEmpty() ? "-" : given.getFirst();
    } else {
      input = given.isEmpty() ? missingInput() : given.getFirst();
      output = given.size() > 1 ? given.get(1) : null;
    }
    if (helpNotebook.isGiven()) {
      return showParameters(input);
    }
    if (resumes.isGiven()) {
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
    if (injectsInput.isGiven() || injectsPaths.isGiven()) {
      paths = paths.with("PAPERMILL_INPUT_PATH", ParameterValue.of(input));
    }
    if ((injectsOutput.isGiven() || injectsPaths.isGiven()) && output != null) {
      paths = paths.with("PAPERMILL_OUTPUT_PATH", ParameterValue.of(output));
    }
    return parameters.merge(paths, program.storages());
  }

  private int showParameters(String input) {
    String path = program.expanded(input, given(input, null));
    boolean found =
        ParameterInspection.help(
            "Usage: nightjar run [OPTIONS] "
                + (program.environment().stdinIsPipe()
                    ? "[NOTEBOOK_PATH] [OUTPUT_PATH]"
                    : paths.form()),
            path,
            program.engine(execution).load(path),
            program.terminal().out()::println,
            program.terminal().err()::println);
    return found ? 0 : 1;
  }

  private int execute(String input, String output) {
    Parameters values = given(input, output);
    boolean toStandardOutput = output.startsWith("-");
    LogLevel asked = logLevel.or(LogLevel.INFO);
    LogLevel level = toStandardOutput && asked == LogLevel.INFO ? LogLevel.ERROR : asked;
    boolean logs = logsOutput.or(false);
    boolean showsProgress = progressBar.or(!logs && !toStandardOutput);
    ExecutionOptions how =
        execution
            .options()
            .saving(
                new ExecutionOptions.Saving(
                    savesEachCell.or(true), Duration.ofSeconds(Math.max(0, autosave.or(30)))))
            .keepingKernel(keepKernel.or(Duration.ZERO));
    var preparation =
        new NotebookRequest.Preparation(
            reportMode.or(false), execution.kernel(), language.orNull(), engine.orNull());
    NotebookRequest request =
        NotebookRequest.of(input, output).with(values).with(preparation).with(how);
    if (preparesOnly.or(false)) {
      request = request.preparedOnly();
    }
    if (grid.isGiven()) {
      if (resumes.isGiven() || stdoutFile.isGiven() || stderrFile.isGiven() || logs) {
        throw new UsageException(
            "'--grid' can't be combined with '--resume', '--log-output', '--stdout-file' or '--stderr-file'.");
      }
      return grid.run(program, request, html.orNull(), execution);
    }
    HtmlPage page = html.isGiven() ? page(html.or(""), values, toStandardOutput) : null;
    RunLog log =
        new RunLog(program.terminal().err(), level, logs, showsProgress, execution.directory());
    Cancellation cancellation = new Cancellation();
    NotebookEngine notebooks = program.engine(execution);
    RunJson json = RunJson.of(request, input, toStandardOutput, grid.printsJson(), program);
    NotebookHeard heard = new NotebookHeard();
    try (Signals signals = Signals.listen(cancellation::cancel)) {
      NotebookResult result;
      try (StreamFiles files = new StreamFiles(stdoutFile.orNull(), stderrFile.orNull())) {
        var listener = new Listeners(List.of(log, files, heard, json));
        result =
            resumes.isGiven()
                ? notebooks.resume(output, output, execution.kernel(), how, listener, cancellation)
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
      if (how.profile()) {
        ProfileSummary.of(result.notebook()).ifPresent(line -> log.log(LogLevel.INFO, line));
      }
      int status = new ResultReport(log).report(result, signals);
      if (page != null) {
        page.write(result.notebook(), toStandardOutput ? input : output);
        log.log(LogLevel.INFO, "HTML page: " + page.path());
      }
      return status;
    }
  }

  private HtmlPage page(String template, Parameters values, boolean stdoutIsTaken) {
    HtmlPage page = new HtmlPage(program.expanded(template, values), program.storages());
    if (stdoutIsTaken && page.path().startsWith("-")) {
      throw new UsageException("Standard output can't take both the notebook and --html.");
    }
    return page;
  }
}
