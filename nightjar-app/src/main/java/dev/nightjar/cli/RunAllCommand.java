package dev.nightjar.cli;

import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.notebook.parameters.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `nightjar run-all`: runs the notebooks of a repository, and tells which of them fail.
final class RunAllCommand implements Command {
  private final Options options =
      new Options(
          "Runs notebooks, and all notebooks below folders, several at a time. The notebooks"
              + " themselves are not changed. Each works in its own folder, unless --cwd says"
              + " otherwise.",
          """
          Examples:
            nightjar run-all docs --compare --junit report.xml
            nightjar run-all week1 week2/intro.ipynb --jobs 4 --output-dir executed

          Exit status: 0 all passed, 1 a notebook failed or differs, 2 wrong usage.
          """);
  private final Positionals paths = options.positionals("PATHS...");
  private final BatchArguments batch = new BatchArguments(options);
  private final Option<Boolean> compares =
      options.flag(
          "--compare",
          "Compare the outputs with those stored in the notebooks; a difference is a failure.");
  private final Option<Path> junit =
      options.path(
          "--junit FILE",
          "Write a JUnit report: a test suite for each notebook, a test for each cell.");
  private final Option<Path> outputDirectory =
      options.path(
          "--output-dir DIR",
          "Save the executed notebooks there, in folders as they were found (default: nowhere).");
  private final ParameterArguments parameters = new ParameterArguments(options);
  private final ExecutionArguments execution = new ExecutionArguments(options);
  private final Program program;

  RunAllCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    Path start = program.environment().directory();
    Path directory = outputDirectory.orNull();
    Path target = directory == null ? null : start.resolve(directory).normalize();
    List<Path> notebooks = new NotebookSearch(start, target).find(paths.given());
    Parameters values = parameters.merge(Parameters.empty(), program.storages());
    Path root = root(start, notebooks);
    if (root.equals(target)) {
      throw new UsageException(
          "--output-dir %s is where the notebooks are: they would be overwritten."
              .formatted(directory),
          false);
    }
    List<BatchJob> jobs = new ArrayList<>();
    for (Path notebook : notebooks) {
      Path output = target == null ? null : target.resolve(root.relativize(notebook));
      jobs.add(job(notebook, output, values, start));
    }
    return new BatchRun(program, execution, batch, compares.isGiven(), junit.orNull()).run(jobs);
  }

  private BatchJob job(Path notebook, @Nullable Path output, Parameters values, Path start) {
    String name = shown(notebook, start);
    String written = output == null ? null : literal(shown(output, start));
    NotebookRequest request =
        NotebookRequest.of(literal(name), written)
            .with(values)
            .with(new NotebookRequest.Preparation(false, execution.kernel(), null, null))
            .with(
                execution.directory() == null
                    ? execution.options().in(notebook.getParent())
                    : execution.options());
    return new BatchJob(name, Parameters.empty(), request, null);
  }

  /// The folder below which all notebooks are: that of the command line, if it names one.
  private Path root(Path start, List<Path> notebooks) {
    List<Path> places =
        paths.given().size() == 1 && !notebooks.contains(start.resolve(paths.first()).normalize())
            ? List.of(start.resolve(paths.first()).normalize())
            : notebooks.stream().map(Path::getParent).toList();
    Path root = places.getFirst();
    for (Path place : places) {
      while (!place.startsWith(root)) {
        Path above = root.getParent();
        if (above == null) {
          throw new UsageException("%s and %s have no folder in common.".formatted(root, place));
        }
        root = above;
      }
    }
    return root;
  }

  /// The path as people would type it here.
  private static String shown(Path path, Path start) {
    return path.startsWith(start) ? start.relativize(path).toString() : path.toString();
  }

  /// A template that stands for exactly this path.
  private static String literal(String path) {
    return path.replace("{", "{{").replace("}", "}}");
  }
}
