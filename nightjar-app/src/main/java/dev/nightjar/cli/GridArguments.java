package dev.nightjar.cli;

import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.notebook.parameters.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of `nightjar run` that run one notebook with many combinations of parameters.
final class GridArguments {
  @Option(
      names = {"--grid"},
      paramLabel = "NAME=VALUES",
      description =
          "Run the notebook once for each of these values, separated by commas; several --grid give all combinations."
              + " OUTPUT_PATH must tell them apart: `out-{alpha}.ipynb`.")
  private List<String> grid = new ArrayList<>();

  @Mixin private BatchArguments batch = new BatchArguments();

  /// Whether there is a grid.
  ///
  /// @throws UsageException if there are options that only grids have, without one
  boolean isGiven() {
    if (grid.isEmpty() && batch.isGiven()) {
      throw new UsageException(
          "'--jobs', '--fail-fast' and '--json' go with '--grid'; several notebooks are run by `nightjar run-all`.");
    }
    return !grid.isEmpty();
  }

  /// Runs the request with each combination.
  ///
  /// @return the exit status
  int run(Program program, NotebookRequest request, ExecutionArguments execution) {
    String output = request.output();
    if (request.input().startsWith("-") || output == null || output.startsWith("-")) {
      throw new UsageException("'--grid' needs a file as NOTEBOOK_PATH and one as OUTPUT_PATH.");
    }
    List<BatchJob> jobs = new ArrayList<>();
    Map<Path, String> takenBy = new HashMap<>();
    for (Parameters combination : new Grid(grid).combinations()) {
      Parameters values = request.parameters().with(combination);
      String name = Grid.describe(combination);
      Path file = file(program, output, values);
      String other = takenBy.put(file, name);
      if (other != null) {
        throw new UsageException(
            "OUTPUT_PATH '%s' is the same file for %s and for %s: '%s'. Put the parameters into it, such as 'out-%s.ipynb'."
                .formatted(
                    output, other, name, program.expanded(output, values), fields(combination)),
            false);
      }
      if (file.equals(file(program, request.input(), values))) {
        throw new UsageException(
            "OUTPUT_PATH '%s' would overwrite NOTEBOOK_PATH.".formatted(output), false);
      }
      jobs.add(new BatchJob(name, combination, request.with(values)));
    }
    return new BatchRun(program, execution, batch, false, null).run(jobs);
  }

  private static Path file(Program program, String template, Parameters values) {
    String path = program.expanded(template, values);
    return program.storages().of(path).file(path).orElse(Path.of(path));
  }

  private static String fields(Parameters combination) {
    return String.join("-", combination.names().stream().map("{%s}"::formatted).toList());
  }
}
