package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A kernel behind a gateway. The gateway is asked now and then whether it still has it.
///
/// A gateway restarts kernels that die; what they knew is lost, so to us such a kernel has ended.
final class GatewayKernel implements Kernel {
  private static final int BEATS_BETWEEN_LOOKS = 5;

  /// No sooner than the channels give up.
  private static final int SILENCES = 9;

  private final GatewayHttp http;
  private final KernelSpec spec;
  private final String id;
  private final Runnable onClose;
  private final CompletableFuture<String> exited = new CompletableFuture<>();
  private final AtomicBoolean deleted = new AtomicBoolean();
  private final Set<GatewayChannels> channels = ConcurrentHashMap.newKeySet();
  private final Duration watchEvery;
  private final GatewayKeeper keeper;
  private volatile boolean kept;

  /// @param onClose hears when it has been closed
  GatewayKernel(GatewayHttp http, KernelSpec spec, String id, Runnable onClose) {
    if (id.isEmpty()) {
      throw new KernelException("The %s started a kernel without an id.".formatted(http.gateway()));
    }
    this.http = http;
    this.spec = spec;
    this.id = id;
    this.onClose = onClose;
    this.watchEvery = http.beats(BEATS_BETWEEN_LOOKS);
    this.keeper = GatewayKeeper.start(http.gateway(), http.gateway().uri().resolve(path()));
    Thread.ofVirtual().name("watch of " + id).start(this::watch);
  }

  private void watch() {
    int silences = 0;
    while (!exited.isDone()) {
      try {
        exited.get(watchEvery.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        channels.forEach(GatewayChannels::ping);
        silences = look() ? 0 : silences + 1;
        if (silences == SILENCES) {
          ended("the %s does not answer any more".formatted(http.gateway()));
        }
      } catch (InterruptedException | ExecutionException e) {
        return;
      }
    }
  }

  /// Asks for the kernel.
  ///
  /// @return whether the gateway answered
  private boolean look() {
    try {
      var response = http.send(http.request(path()).GET(), watchEvery);
      if (response.statusCode() == 404) {
        ended("the %s does not have it any more".formatted(http.gateway()));
      } else if (response.statusCode() == 200) {
        stateIs(Json.parse(response.body()).path("execution_state").asString(""));
      }
      return true;
    } catch (KernelException | JsonException e) {
      return false;
    }
  }

  /// Notes that it has ended, if that is what the gateway's word for its state means.
  ///
  /// @return whether it has
  boolean stateIs(String state) {
    boolean dead = List.of("dead", "restarting", "autorestarting", "terminating").contains(state);
    if (dead) {
      ended(
          state.equals("dead") || state.equals("terminating")
              ? "it died at the gateway"
              : "it died at the gateway, which started it again without what it knew");
    }
    return dead;
  }

  void ended(String how) {
    exited.complete(how);
  }

  /// Ends it in the gateway's way, which asks the kernel first. A kernel that is only told to end
  /// would be started again.
  void delete() {
    if (!deleted.compareAndSet(false, true)) {
      return;
    }
    try {
      http.send(http.request(path()).DELETE(), http.gateway().requestTimeout());
      keeper.forget();
    } catch (KernelException e) {
      // the gateway is out of reach; the keeper tries once more when we have gone
    }
    ended("it was shut down");
  }

  private String path() {
    return "api/kernels/" + id;
  }

  String id() {
    return id;
  }

  GatewayHttp http() {
    return http;
  }

  @Override
  public KernelSpec spec() {
    return spec;
  }

  @Override
  public String describe() {
    return "%s (%s at the %s)".formatted(spec.name(), id, http.gateway());
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.empty();
  }

  @Override
  public Optional<Path> connectionFile() {
    return Optional.empty();
  }

  @Override
  public KernelChannels open(Consumer<KernelEvent> listener, Duration timeout) {
    return GatewayChannels.open(this, GatewayChannels.V1, listener, timeout);
  }

  /// From now on these are asked now and then whether they are there.
  void watch(GatewayChannels open) {
    channels.add(open);
  }

  void unwatch(GatewayChannels closed) {
    channels.remove(closed);
  }

  @Override
  public CompletionStage<String> exited() {
    return exited;
  }

  @Override
  public void interrupt() {
    String path = path() + "/interrupt";
    var response =
        http.send(
            http.request(path).POST(HttpRequest.BodyPublishers.noBody()),
            http.gateway().requestTimeout());
    http.check(path, response.statusCode(), response.body());
  }

  /// How long it stays is up to the gateway's culling.
  @Override
  public void keep(Duration time) {
    kept = time.isPositive();
  }

  @Override
  public void close() {
    if (kept) {
      keeper.forget();
    } else {
      delete();
    }
    onClose.run();
    exited.complete("we left it");
  }
}
