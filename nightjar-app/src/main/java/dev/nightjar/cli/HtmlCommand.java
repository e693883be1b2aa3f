package dev.nightjar.cli;

import dev.nightjar.notebook.Notebook;

/// `nightjar html`: a notebook as a page for people.
final class HtmlCommand implements Command {
  private final Options options =
      new Options(
          "Turns a notebook into one HTML page that holds all it needs, runs no script and loads"
              + " nothing. OUTPUT is the notebook's name with .html unless given; a `-` is standard"
              + " input or output.",
          """
          Examples:
            nightjar html report.ipynb
            nightjar html https://example.org/report.ipynb /var/www/report.html
            nightjar run in.ipynb - | nightjar html - page.html
          """);
  private final Positionals paths = options.positionals("NOTEBOOK [OUTPUT]");
  private final Program program;

  HtmlCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    String input = paths.first();
    String output = paths.given().size() > 1 ? paths.given().get(1) : HtmlPage.pathFor(input);
    Notebook notebook = program.engine().load(input);
    new HtmlPage(output, program.storages()).write(notebook, input);
    if (!output.startsWith("-")) {
      program.terminal().err().println("HTML page: " + output);
    }
    return 0;
  }
}
