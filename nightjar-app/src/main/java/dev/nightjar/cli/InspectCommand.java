package dev.nightjar.cli;

import dev.nightjar.engine.Leftovers;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterInspection;
import dev.nightjar.notebook.parameters.ParameterInspection.Inferred;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.storage.NotebookStorages;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `nightjar inspect`: what is in a notebook.
final class InspectCommand implements Command {
  private final Options options =
      new Options(
          "Shows what a notebook holds: format, kernel, cells, tags, the parameters that it takes,"
              + " and how its last run went. NOTEBOOK is a path or URI, and a template over the"
              + " parameters given; a `-` is standard input.",
          """
          Examples:
            nightjar inspect report.ipynb
            nightjar inspect --json out.ipynb | jq .run.status
          """);
  private final Positionals paths = options.positionals("NOTEBOOK");
  private final ParameterArguments parameters = new ParameterArguments(options);
  private final Option<Boolean> json =
      options.flag(
          "--json",
          "Print one JSON object: path, nbformat, kernel, language, cells, tags, parameters, run"
              + " (null if there was none), journal, kept_kernel.");
  private final Program program;

  InspectCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    NotebookStorages storages = program.storages();
    Parameters given = parameters.merge(Parameters.empty(), storages);
    String path = program.expanded(paths.first(), given);
    Notebook notebook = program.engine().load(path);
    Optional<Path> file = storages.of(path).file(path);
    NotebookFacts facts =
        new NotebookFacts(
            path,
            file.map(Path::toFile).map(File::length).orElse(null),
            notebook,
            inferred(notebook),
            file.map(Leftovers::beside).orElse(new Leftovers(false, Optional.empty())));
    if (json.isGiven()) {
      program.printJson(facts.json());
    } else {
      facts.print(program.terminal().out());
    }
    return 0;
  }

  /// A language that we can't read parameters of is worth a word, but all else can be told.
  private List<Inferred> inferred(Notebook notebook) {
    try {
      return ParameterInspection.inspect(notebook, null, null, program.terminal().err()::println);
    } catch (NotebookException e) {
      program.terminal().err().println(e.getMessage());
      return List.of();
    }
  }
}
