package dev.nightjar.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// `nightjar kernels stop`: ends the fork servers.
final class KernelsStopCommand implements Command {
  private final Options options =
      new Options("Ends what `nightjar kernels warm` keeps. Kernels that are running go on.");
  private final Program program;

  KernelsStopCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    List<JsonNode> servers = program.warmKernels().servers();
    for (JsonNode server : servers) {
      ProcessHandle.of(server.path("pid").asLong()).ifPresent(ProcessHandle::destroy);
      program
          .terminal()
          .out()
          .println("Stopped the warm kernels of " + server.path("executable").asString(""));
    }
    if (servers.isEmpty()) {
      program.terminal().out().println("No kernels are kept warm.");
    }
    return 0;
  }
}
