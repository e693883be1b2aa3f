package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Starts kernels behind a [Gateway], by the REST API that Jupyter Server, Kernel Gateway and
/// Enterprise Gateway share
/// (<https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html>).
///
/// A kernel that is not kept is deleted there when it is closed and when this process ends, unless
/// it ends by `kill -9`; then the gateway's own culling has to do it.
public final class GatewayKernelProvisioner implements KernelProvisioner {
  private static final int LAST_SECONDS = 5;

  private final GatewayHttp http;
  /// Those that are starting and those that run, by a number of ours.
  private final Map<UUID, CompletableFuture<GatewayKernel>> kernels = new ConcurrentHashMap<>();

  /// Does not connect yet.
  public GatewayKernelProvisioner(Gateway gateway) {
    this(gateway, Duration.ofSeconds(1));
  }

  /// @param beat the unit of all times between attempts and looks
  GatewayKernelProvisioner(Gateway gateway, Duration beat) {
    this.http = new GatewayHttp(gateway, beat);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::endAll));
  }

  /// The gateway's kernelspec of this name, whatever its case.
  ///
  /// @throws KernelException.NotFound if it has none; the message lists those it has
  /// @throws KernelException if it can't be asked
  public KernelSpec find(String name) {
    Map<String, KernelSpec> specs = all();
    return specs.values().stream()
        .filter(spec -> spec.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new KernelException.NotFound(
                    "No such kernel named %s at the %s (it has: %s). Choose another with -k/--kernel."
                        .formatted(
                            name,
                            http.gateway(),
                            specs.isEmpty() ? "none" : String.join(", ", specs.keySet()))));
  }

  /// All kernelspecs of the gateway, by name.
  ///
  /// @throws KernelException if it can't be asked
  public Map<String, KernelSpec> all() {
    Map<String, KernelSpec> specs = new TreeMap<>();
    http.get("api/kernelspecs")
        .path("kernelspecs")
        .properties()
        .forEach(entry -> specs.put(entry.getKey(), spec(entry.getKey(), entry.getValue())));
    return specs;
  }

  /// How it is interrupted is left to the gateway, which knows.
  private static KernelSpec spec(String name, JsonNode json) {
    JsonNode spec = json.path("spec");
    List<String> argv = new ArrayList<>();
    spec.path("argv").forEach(argument -> argv.add(argument.asString("")));
    Map<String, String> env = new LinkedHashMap<>();
    spec.path("env")
        .properties()
        .forEach(entry -> env.put(entry.getKey(), entry.getValue().asString("")));
    return new KernelSpec(
        name,
        Path.of(""),
        argv,
        env,
        spec.path("display_name").asString(name),
        spec.path("language").asString(""),
        KernelSpec.InterruptMode.SIGNAL);
  }

  @Override
  public Kernel start(KernelSpec spec, Surroundings surroundings) {
    ObjectNode body = Json.object().put("name", spec.name());
    body.put("path", surroundings.directory().toAbsolutePath().toString());
    ObjectNode env = Json.object();
    surroundings
        .environment()
        .forEach(
            (name, value) -> {
              if (name.startsWith("KERNEL_") || http.gateway().variables().contains(name)) {
                env.put(name, value);
              }
            });
    if (!env.has("KERNEL_WORKING_DIR")) {
      env.put("KERNEL_WORKING_DIR", surroundings.directory().toAbsolutePath().toString());
    }
    body.set("env", env);
    UUID key = UUID.randomUUID();
    CompletableFuture<GatewayKernel> started =
        http.post("api/kernels", body)
            .thenApply(
                json ->
                    new GatewayKernel(
                        http, spec, json.path("id").asString(""), () -> kernels.remove(key)));
    kernels.put(key, started);
    try {
      return started.get(http.gateway().requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      kernels.remove(key);
      throw e.getCause() instanceof KernelException refused
          ? refused
          : http.unreachable(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      endWhenStarted(started);
      throw new KernelException.NotStarted(
          "The %s did not start kernel %s in %d seconds. Give it more with JUPYTER_GATEWAY_REQUEST_TIMEOUT."
              .formatted(http.gateway(), spec.name(), http.gateway().requestTimeout().toSeconds()));
    } catch (InterruptedException e) {
      endWhenStarted(started);
      Thread.currentThread().interrupt();
      throw new KernelException.NotStarted(
          "Interrupted while kernel %s started.".formatted(spec.name()));
    }
  }

  /// The gateway may start it after we gave up.
  private static void endWhenStarted(CompletableFuture<GatewayKernel> started) {
    CompletableFuture<Void> _ =
        started.thenAcceptAsync(GatewayKernel::close, Thread::startVirtualThread);
  }

  private void endAll() {
    List<CompletableFuture<Void>> ends =
        kernels.values().stream()
            .map(
                started ->
                    started.thenAcceptAsync(GatewayKernel::close, Thread::startVirtualThread))
            .toList();
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, LAST_SECONDS, TimeUnit.SECONDS)
        .exceptionally(_ -> null)
        .join();
  }
}
