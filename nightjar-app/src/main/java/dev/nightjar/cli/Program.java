package dev.nightjar.cli;

import dev.nightjar.config.Environment;
import dev.nightjar.engine.NotebookEngine;
import dev.nightjar.engine.ProvisionedKernels;
import dev.nightjar.json.Json;
import dev.nightjar.kernel.KernelProvisioner;
import dev.nightjar.kernel.KernelSpecs;
import dev.nightjar.kernel.LocalKernelProvisioner;
import dev.nightjar.kernel.WarmKernels;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.storage.NotebookStorages;
import dev.nightjar.storage.StandardStreamStorage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import tools.jackson.databind.JsonNode;

/// What all commands share.
///
/// @param terminal where they talk
/// @param clock what time it is
public record Program(Terminal terminal, Clock clock) {
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

  /// The engine.
  ///
  /// @param cold whether warm kernels are left alone
  NotebookEngine engine(boolean cold) {
    KernelSpecs specs = kernelSpecs();
    KernelProvisioner provisioner = cold ? new LocalKernelProvisioner() : warmKernels();
    var kernels =
        new ProvisionedKernels(
            specs, provisioner, environment().variables(), environment().directory());
    return new NotebookEngine(storages(), specs, kernels, clock);
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
