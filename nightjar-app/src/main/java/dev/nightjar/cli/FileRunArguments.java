package dev.nightjar.cli;

import dev.nightjar.config.ConfigException;
import dev.nightjar.config.ServerConfigFile;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.schedule.Dates;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `nightjar workflows run` and `nightjar workflows test` have in common.
final class FileRunArguments {
  private final ParameterArguments parameters;
  private final Option<String> dag;
  private final Program program;

  FileRunArguments(Options options, Program program) {
    this.parameters = new ParameterArguments(options);
    this.dag =
        options.text("--dag ID", "Which DAG of an Airflow file that has several, or sub-DAGs.");
    this.program = program;
  }

  /// A date, which is its midnight in UTC as in Airflow, or a time.
  static @Nullable Instant time(@Nullable String text) {
    return text == null
        ? null
        : Dates.parse(text, ZoneOffset.UTC, false)
            .orElseThrow(
                () ->
                    new UsageException(
                        "'%s' is no date: write 2026-12-01, or a time such as 2026-12-01T06:00:00Z."
                            .formatted(text)));
  }

  /// Runs the file.
  ///
  /// @param task the only one to run; null for all
  /// @param data where all is kept; null for nowhere
  /// @param outputs null for the usual place
  /// @return the exit status
  int run(
      String file,
      @Nullable String task,
      @Nullable Instant time,
      @Nullable Path data,
      @Nullable Path outputs,
      FileRunView view) {
    Path here = program.environment().directory();
    var run =
        new FileRun(
            here.resolve(file).toAbsolutePath().normalize(),
            dag.orNull(),
            task,
            parameters.merge(Parameters.empty(), program.storages()).toJson(),
            time,
            data == null ? null : here.resolve(data),
            outputs == null ? null : here.resolve(outputs));
    try {
      var config = ServerConfigFile.load(program.environment(), null, Map.of()).config();
      return program.server().run(program, new ServerWork.RunFile(config, run, view));
    } catch (ConfigException e) {
      program.terminal().err().println("nightjar: " + e.getMessage());
      return 2;
    }
  }
}
