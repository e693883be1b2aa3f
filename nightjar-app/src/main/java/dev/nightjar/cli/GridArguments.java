package dev.nightjar.cli;

import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.notebook.parameters.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The options of `nightjar run` that run one notebook with many combinations of parameters.
final class GridArguments {
  private final Option<String> grid;
  private final BatchArguments batch;

  GridArguments(Options options) {
    grid =
        options.text(
            "--grid NAME=VALUES",
            "Run the notebook once for each of these values, separated by commas; several --grid"
                + " give all combinations. OUTPUT_PATH must tell them apart: `out-{alpha}.ipynb`.");
    batch = new BatchArguments(options);
  }

  /// Whether there is a grid.
  ///
  /// @throws UsageException if there are options that only grids have, without one
  boolean isGiven() {
    if (!grid.isGiven() && batch.areForMany()) {
      throw new UsageException(
          "'--jobs' and '--fail-fast' go with '--grid'; several notebooks are run by `nightjar run-all`.");
    }
    return grid.isGiven();
  }

  /// Whether a JSON document is wanted, of one run or of all.
  boolean printsJson() {
    return batch.printsJson();
  }

  /// Runs the request with each combination.
  ///
  /// @param html template of the path of an HTML page for each; null for none
  /// @return the exit status
  int run(
      Program program,
      NotebookRequest request,
      @Nullable String html,
      ExecutionArguments execution) {
    String output = request.output();
    if (request.input().startsWith("-") || output == null || output.startsWith("-")) {
      throw new UsageException("'--grid' needs a file as NOTEBOOK_PATH and one as OUTPUT_PATH.");
    }
    List<BatchJob> jobs = new ArrayList<>();
    Map<Path, String> takenBy = new HashMap<>();
    for (Parameters combination : new Grid(grid.values()).combinations()) {
      Parameters values = request.parameters().with(combination);
      String name = Grid.describe(combination);
      Path file = takes(program, "OUTPUT_PATH", output, values, combination, takenBy);
      if (file.equals(file(program, request.input(), values))) {
        throw new UsageException(
            "OUTPUT_PATH '%s' would overwrite NOTEBOOK_PATH.".formatted(output), false);
      }
      HtmlPage page = null;
      if (html != null) {
        takes(program, "--html", html, values, combination, takenBy);
        page = new HtmlPage(program.expanded(html, values), program.storages());
      }
      jobs.add(new BatchJob(name, combination, request.with(values), page));
    }
    return new BatchRun(program, execution, batch, false, null).run(jobs);
  }

  /// The file of one combination.
  ///
  /// @throws UsageException if it is that of another
  private static Path takes(
      Program program,
      String what,
      String template,
      Parameters values,
      Parameters combination,
      Map<Path, String> takenBy) {
    Path file = file(program, template, values);
    String name = Grid.describe(combination);
    String other = takenBy.put(file, name);
    if (other != null) {
      String path = program.expanded(template, values);
      int dot = path.lastIndexOf('.');
      throw new UsageException(
          "%s '%s' is the same file for %s and for %s: '%s'. Put the parameters into it, such as 'out-%s%s'."
              .formatted(
                  what,
                  template,
                  other,
                  name,
                  path,
                  fields(combination),
                  dot < 0 ? "" : path.substring(dot)),
          false);
    }
    return file;
  }

  private static Path file(Program program, String template, Parameters values) {
    String path = program.expanded(template, values);
    return program.storages().of(path).file(path).orElse(Path.of(path));
  }

  private static String fields(Parameters combination) {
    return String.join("-", combination.names().stream().map("{%s}"::formatted).toList());
  }
}
