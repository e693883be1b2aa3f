package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import dev.nightjar.json.Json;
import dev.nightjar.kernel.KernelSpecs;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar doctor`.
final class DoctorCommand implements Command {
  private final Options options =
      new Options(
          "Checks what runs need on this machine: what is found (✓), what could be better (!), what"
              + " is broken (✗), and what to do about it.",
          """
          Exit status:
            0    runs are possible: there is a kernel to use
            1    they are not
          """);
  private final Option<Boolean> starts =
      options.flag("--start", "Start each kernel, and tell how long it takes to answer.");
  private final Option<Boolean> json =
      options.flag(
          "--json",
          "Print one JSON object: usable (true or false), and checks, a list of name, status (ok,"
              + " warning or problem), found, remedy.");
  private final Program program;

  DoctorCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    Environment environment = program.environment();
    KernelSpecs specs = program.kernelSpecs();
    KernelCheckup kernelCheckup = new KernelCheckup(environment, specs, starts.isGiven());
    List<Check> checks = new ArrayList<>(new MachineCheckup(environment, specs).all());
    List<Check> kernels = kernelCheckup.kernels();
    boolean usable =
        checks.stream().noneMatch(check -> check.status() == Check.Status.PROBLEM)
            && kernels.stream().anyMatch(kernel -> kernel.status() == Check.Status.OK);
    checks.addAll(kernelCheckup.languages());
    checks.addAll(kernels);
    if (json.isGiven()) {
      ObjectNode document = Json.object().put("usable", usable);
      ArrayNode list = document.putArray("checks");
      checks.forEach(check -> list.add(check.json()));
      program.printJson(document);
    } else {
      print(checks, usable, program.terminal().out());
    }
    return usable ? 0 : 1;
  }

  private static void print(List<Check> checks, boolean usable, PrintStream out) {
    int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
    for (Check check : checks) {
      String name = check.name() + " ".repeat(width - check.name().length());
      out.println("%s %s  %s".formatted(check.status().sign, name, check.found()));
      if (check.remedy() != null) {
        out.println(" ".repeat(width + 4) + "→ " + check.remedy());
      }
    }
    out.println();
    out.println(
        usable ? "Notebooks can be run." : "Notebooks can't be run yet: see the lines with ✗.");
  }
}
