package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import dev.nightjar.engine.Kernels;
import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.engine.ProvisionedKernels;
import dev.nightjar.json.Json;
import dev.nightjar.kernel.Gateway;
import dev.nightjar.kernel.GatewayKernelProvisioner;
import dev.nightjar.kernel.KernelProvisioner.Surroundings;
import dev.nightjar.kernel.KernelSpecs;
import dev.nightjar.kernel.LocalKernelProvisioner;
import dev.nightjar.kernel.WarmKernels;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.storage.NotebookStorages;
import dev.nightjar.storage.StandardStreamStorage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What all commands share.
///
/// @param terminal where they talk
/// @param clock what time it is
/// @param server does what needs the server's database
public record Program(Terminal terminal, Clock clock, ServerSide server) {
  /// The part of the program that has the server's database.
  public interface ServerSide {
    /// Does it.
    ///
    /// @return the exit status
    int run(Program program, ServerWork work);
  }

  /// Without a server, for those who run notebooks only.
  public Program(Terminal terminal, Clock clock) {
    this(
        terminal,
        clock,
        (_, _) -> {
          throw new UnsupportedOperationException("no server here");
        });
  }

  Environment environment() {
    return terminal.environment();
  }

  NotebookStorages storages() {
    return new NotebookStorages(
        environment().directory(), new StandardStreamStorage(terminal.in(), terminal.rawOut()));
  }

  KernelSpecs kernelSpecs() {
    return new KernelSpecs(environment().variables());
  }

  /// An engine that reads notebooks, and runs them with local kernels.
  NotebookEngine engine() {
    return engine(null, false);
  }

  /// An engine with the kernels that `execution` and the variables of Jupyter's gateway ask for.
  NotebookEngine engine(ExecutionArguments execution) {
    return engine(execution.gateway(), execution.cold());
  }

  private NotebookEngine engine(@Nullable String address, boolean cold) {
    Map<String, String> variables = environment().variables();
    KernelSpecs specs = kernelSpecs();
    var surroundings =
        new Surroundings(environment().directory(), variables, specs.runtimeDirectory(), false);
    Optional<Gateway> gateway =
        Gateway.of(address == null ? variables : withGateway(variables, address));
    Kernels kernels =
        gateway
            .map(GatewayKernelProvisioner::new)
            .map(remote -> new ProvisionedKernels(remote::find, remote, surroundings))
            .orElseGet(
                () ->
                    new ProvisionedKernels(
                        specs::find,
                        cold ? new LocalKernelProvisioner() : warmKernels(),
                        surroundings));
    return new NotebookEngine(storages(), specs::find, kernels, clock);
  }

  private static Map<String, String> withGateway(Map<String, String> variables, String address) {
    Map<String, String> changed = new HashMap<>(variables);
    changed.put("JUPYTER_GATEWAY_URL", address);
    return changed;
  }

  /// Kernels from fork servers where they fit.
  WarmKernels warmKernels() {
    return new WarmKernels(kernelSpecs().warmDirectory(), new LocalKernelProvisioner());
  }

  /// The path with its template filled in.
  String expanded(String path, Parameters parameters) {
    return NotebookEngine.expand(path, parameters, clock);
  }

  /// Prints a document for scripts: one line.
  void printJson(JsonNode document) {
    terminal.out().println(new String(Json.compact(document), StandardCharsets.UTF_8));
  }
}
