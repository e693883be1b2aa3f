package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.kernel.KernelSpec;
import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar kernels list`.
final class KernelsListCommand implements Command {
  private final Options options =
      new Options(
          "Lists the kernels that a notebook, or -k, can name. Of two with one name the first that"
              + " Jupyter finds counts. What keeps one from being started stands below it.");
  private final Option<Boolean> json =
      options.flag(
          "--json",
          "Print JSON: an object with the list `kernels`; each has name, display_name, language,"
              + " argv, directory and problem, which is null if it can be started.");
  private final Program program;

  KernelsListCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    var kernels = InstalledKernel.all(program.kernelSpecs(), new Programs(program.environment()));
    PrintStream out = program.terminal().out();
    if (json.isGiven()) {
      ObjectNode document = Json.object();
      ArrayNode list = document.putArray("kernels");
      kernels.forEach(kernel -> list.add(json(kernel)));
      program.printJson(document);
    } else if (kernels.isEmpty()) {
      program.terminal().err().println("No kernels are installed. " + Remedies.NO_KERNEL);
    } else {
      print(kernels, out);
    }
    return 0;
  }

  private static void print(List<InstalledKernel> kernels, PrintStream out) {
    Table table = new Table("NAME", "LANGUAGE", "COMMAND", "DISPLAY NAME", "WHERE");
    for (InstalledKernel kernel : kernels) {
      KernelSpec spec = kernel.spec();
      if (spec == null) {
        table.add(kernel.name(), "?", "?", "?", "?");
      } else {
        table.add(
            kernel.name(),
            spec.language(),
            spec.argv().getFirst(),
            spec.displayName(),
            spec.directory().toString());
      }
    }
    List<String> lines = table.lines("");
    out.println(lines.getFirst());
    for (int i = 0; i < kernels.size(); i++) {
      out.println(lines.get(i + 1));
      if (!kernels.get(i).isUsable()) {
        out.println("  ✗ broken: " + kernels.get(i).problem());
      }
    }
  }

  private static ObjectNode json(InstalledKernel kernel) {
    ObjectNode json = Json.object().put("name", kernel.name());
    KernelSpec spec = kernel.spec();
    if (spec != null) {
      json.put("display_name", spec.displayName()).put("language", spec.language());
      ArrayNode argv = json.putArray("argv");
      spec.argv().forEach(argv::add);
      json.put("directory", spec.directory().toString());
    }
    return json.put("problem", kernel.problem());
  }
}
