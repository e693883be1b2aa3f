package dev.nightjar.cli;

import dev.nightjar.notebook.Notebook;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `nightjar html`: a notebook as a page for people.
@Command(
    customSynopsis = "nightjar html [OPTIONS] NOTEBOOK [OUTPUT]",
    description =
        "Turns a notebook into one HTML page that holds all it needs, runs no script and loads nothing. OUTPUT is the"
            + " notebook's name with .html unless given; a `-` is standard input or output.",
    footer = {
      "Examples:",
      "  nightjar html report.ipynb",
      "  nightjar html https://example.org/report.ipynb /var/www/report.html",
      "  nightjar run in.ipynb - | nightjar html - page.html",
    })
final class HtmlCommand implements Callable<Integer> {
  private final Program program;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> paths = new ArrayList<>();

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private HelpOptions helpOptions = new HelpOptions();

  HtmlCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    Positionals.check(paths, 1, "NOTEBOOK", "OUTPUT");
    String input = paths.getFirst();
    String output = paths.size() > 1 ? paths.get(1) : HtmlPage.pathFor(input);
    Notebook notebook = program.engine().load(input);
    new HtmlPage(output, program.storages()).write(notebook, input);
    if (!output.startsWith("-")) {
      program.terminal().err().println("HTML page: " + output);
    }
    return 0;
  }
}
