package dev.nightjar.cli;

import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.notebook.parameters.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nightjar run-all`: runs the notebooks of a repository, and tells which of them fail.
@Command(
    customSynopsis = "nightjar run-all [OPTIONS] PATHS...",
    description =
        "Runs notebooks, and all notebooks below folders, several at a time. The notebooks themselves are not changed."
            + " Each works in its own folder, unless --cwd says otherwise.",
    footer = {
      "Examples:",
      "  nightjar run-all docs --compare --junit report.xml",
      "  nightjar run-all week1 week2/intro.ipynb --jobs 4 --output-dir executed",
      "",
      "Exit status: 0 all passed, 1 a notebook failed or differs, 2 wrong usage.",
    })
final class RunAllCommand implements Callable<Integer> {
  private final Program program;

  @picocli.CommandLine.Parameters(arity = "0..*", hidden = true)
  private List<String> paths = new ArrayList<>();

  @Mixin private BatchArguments batch = new BatchArguments();

  @Option(
      names = {"--compare"},
      description =
          "Compare the outputs with those stored in the notebooks; a difference is a failure.")
  private boolean compares;

  @Option(
      names = {"--junit"},
      paramLabel = "FILE",
      description = "Write a JUnit report: a test suite for each notebook, a test for each cell.")
  private @Nullable Path junit;

  @Option(
      names = {"--output-dir"},
      paramLabel = "DIR",
      description =
          "Save the executed notebooks there, in folders as they were found (default: nowhere).")
  private @Nullable Path outputDirectory;

  @Mixin private ParameterArguments parameters = new ParameterArguments();

  @Mixin private ExecutionArguments execution = new ExecutionArguments();

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private HelpOptions helpOptions = new HelpOptions();

  RunAllCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    if (paths.isEmpty()) {
      throw new UsageException("Missing argument 'PATHS...'.");
    }
    Path start = program.environment().directory();
    Path target = outputDirectory == null ? null : start.resolve(outputDirectory).normalize();
    List<Path> notebooks = new NotebookSearch(start, target).find(paths);
    Parameters values = parameters.merge(Parameters.empty(), program.storages());
    Path root = root(start, notebooks);
    if (root.equals(target)) {
      throw new UsageException(
          "--output-dir %s is where the notebooks are: they would be overwritten."
              .formatted(outputDirectory),
          false);
    }
    List<BatchJob> jobs = new ArrayList<>();
    for (Path notebook : notebooks) {
      Path output = target == null ? null : target.resolve(root.relativize(notebook));
      jobs.add(job(notebook, output, values, start));
    }
    return new BatchRun(program, execution, batch, compares, junit).run(jobs);
  }

  private BatchJob job(Path notebook, @Nullable Path output, Parameters values, Path start) {
    String name = shown(notebook, start);
    String written = output == null ? null : literal(shown(output, start));
    NotebookRequest request =
        NotebookRequest.of(literal(name), written)
            .with(values)
            .with(new NotebookRequest.Preparation(false, execution.kernel, null, null))
            .with(
                execution.directory == null
                    ? execution.options().in(notebook.getParent())
                    : execution.options());
    return new BatchJob(name, Parameters.empty(), request, null);
  }

  /// The folder below which all notebooks are: that of the command line, if it names one.
  private Path root(Path start, List<Path> notebooks) {
    List<Path> places =
        paths.size() == 1 && !notebooks.contains(start.resolve(paths.getFirst()).normalize())
            ? List.of(start.resolve(paths.getFirst()).normalize())
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
