package dev.nightjar.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// `nightjar kernels stop`: ends the fork servers.
@Command(
    customSynopsis = "nightjar kernels stop [OPTIONS]",
    description = "Ends what `nightjar kernels warm` keeps. Kernels that are running go on.")
final class KernelsStopCommand implements Callable<Integer> {
  private final Program program;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private HelpOptions helpOptions = new HelpOptions();

  KernelsStopCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
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
