package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The channels of a kernel behind a gateway: one WebSocket for all of them.
///
/// A connection that is lost is made again, under the same session: a Jupyter Server keeps what the
/// kernel says meanwhile and says it then. What was under way in the network may be lost; whether
/// the answer to a request was, is asked of the kernel, which answers in order.
///
/// The next part of a message is asked for when the last one has been taken, so nothing piles up
/// between the network and the listener.
final class GatewayChannels implements KernelChannels {
  /// The newer of the two formats; a gateway that does not know it speaks the older.
  static final String V1 = "v1.kernel.websocket.jupyter.org";

  /// Pauses of 1, 2, 4, 8 and 16 beats, as Jupyter makes them.
  private static final int RETRIES = 5;

  private final GatewayKernel kernel;
  private final String subprotocol;
  private final Consumer<KernelEvent> listener;
  private final MessageCodec headers = new MessageCodec("", Clock.systemUTC());
  private final Semaphore sending = new Semaphore(1);
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /// The connection; while there is none, that which is being made.
  private volatile CompletableFuture<Link> link = new CompletableFuture<>();

  private volatile Probe probe = new Probe("", Set.of());

  private GatewayChannels(
      GatewayKernel kernel, String subprotocol, Consumer<KernelEvent> listener) {
    this.kernel = kernel;
    this.subprotocol = subprotocol;
    this.listener = listener;
  }

  /// Connects; a gateway answers when the kernel does.
  ///
  /// @param subprotocol what to offer; empty for the older format
  static GatewayChannels open(
      GatewayKernel kernel, String subprotocol, Consumer<KernelEvent> listener, Duration timeout) {
    GatewayChannels channels = new GatewayChannels(kernel, subprotocol, listener);
    try {
      Link made = channels.connect(timeout);
      channels.link.complete(made);
      kernel.watch(channels);
      made.receiver().endAgain();
      return channels;
    } catch (TimeoutException e) {
      channels.closed.complete(null);
      throw new KernelException.NotStarted(
          "Kernel %s didn't respond in %d seconds. Give it more time with --start-timeout."
              .formatted(kernel.describe(), timeout.toSeconds()));
    } catch (KernelException e) {
      channels.closed.complete(null);
      throw e;
    }
  }

  /// @throws TimeoutException if the gateway takes the connection and does not answer
  /// @throws KernelException if it refuses, can't be reached, or the kernel has ended
  private Link connect(Duration timeout) throws TimeoutException {
    GatewayHttp http = kernel.http();
    String path = "api/kernels/%s/channels".formatted(kernel.id());
    WebSocket.Builder builder = http.client().newWebSocketBuilder();
    http.gateway().headers().forEach(builder::header);
    if (!subprotocol.isEmpty()) {
      builder.subprotocols(subprotocol);
    }
    GatewayReceiver receiver = new GatewayReceiver(this::deliver, this::lost);
    CompletableFuture<WebSocket> opening =
        builder.buildAsync(http.webSocket(path + "?session_id=" + headers.session()), receiver);
    CompletableFuture<Object> ended = kernel.exited().toCompletableFuture().thenApply(how -> how);
    boolean open = false;
    try {
      CompletableFuture.anyOf(opening, ended).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (!opening.isDone()) {
        throw new KernelException.NotStarted(
            "Kernel died before replying to kernel_info: %s: %s"
                .formatted(kernel.describe(), ended.join()));
      }
      open = true;
      return new Link(opening.join(), receiver);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        if (refused.getResponse().statusCode() == 404) {
          kernel.ended("the %s does not have it any more".formatted(http.gateway()));
        }
        http.check(path, refused.getResponse().statusCode(), null);
      }
      throw http.unreachable(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException.NotStarted(
          "Interrupted while waiting for kernel %s.".formatted(kernel.describe()));
    } finally {
      if (!open) {
        CompletableFuture<Void> _ = opening.thenAccept(WebSocket::abort);
      }
    }
  }

  /// A request that is answered after all earlier ones.
  ///
  /// @param before the earlier ones that had no answer yet
  private record Probe(String id, Set<String> before) {}

  /// A connection, as long as it holds.
  private record Link(WebSocket socket, GatewayReceiver receiver) {}

  @Override
  public void send(Channel channel, String type, String id, JsonNode content) {
    if (type.equals("shutdown_request")) {
      closed.complete(null); // its end is no loss
      Thread.startVirtualThread(kernel::delete);
      return;
    }
    send(
        channel,
        headers.header(type, id),
        content,
        () -> {
          if (type.equals("execute_request")) {
            unanswered.add(id);
          }
        });
  }

  /// @param before runs when it is this message's turn
  private void send(Channel channel, JsonNode header, JsonNode content, Runnable before) {
    try {
      sending.acquire();
      try {
        before.run();
        // a message that could not be sent whole was not received
        while (!closed.isDone() && !sent(link.get(), channel, header, content)) {}
      } finally {
        sending.release();
      }
    } catch (ExecutionException e) {
      throw broken();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException.Died(
          "Interrupted while sending to kernel %s".formatted(kernel.describe()));
    }
    if (closed.isDone()) {
      throw broken();
    }
  }

  private KernelException.Died broken() {
    return new KernelException.Died(
        "Kernel %s is gone: the connection to its gateway is broken".formatted(kernel.describe()));
  }

  private boolean sent(Link over, Channel channel, JsonNode header, JsonNode content)
      throws InterruptedException {
    WebSocket to = over.socket();
    CompletableFuture<WebSocket> sent =
        V1.equals(to.getSubprotocol())
            ? to.sendBinary(GatewayFormat.encodeV1(channel, header, content), true)
            : to.sendText(GatewayFormat.encodeText(channel, header, content), true);
    try {
      sent.get(kernel.http().gateway().requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      over.receiver().end("it takes no messages");
      return false;
    }
  }

  /// The connection, if there is one.
  private @Nullable Link current() {
    CompletableFuture<Link> now = link;
    return now.isDone() && !now.isCompletedExceptionally() ? now.join() : null;
  }

  /// Asks the other end whether it is there.
  void ping() {
    Link now = current();
    if (now != null && !now.receiver().answersPing(now.socket())) {
      now.receiver().end("nothing comes from it any more");
    }
  }

  @Override
  public synchronized void close() {
    closed.complete(null);
    kernel.unwatch(this);
    Link last = current();
    if (last == null) {
      link.completeExceptionally(broken());
    } else if (!last.socket().isOutputClosed()) {
      CompletableFuture<WebSocket> _ =
          last.socket()
              .sendClose(WebSocket.NORMAL_CLOSURE, "")
              .orTimeout(1, TimeUnit.SECONDS)
              .whenComplete((_, _) -> last.socket().abort());
    }
  }

  private synchronized void over(String how) {
    if (closed.complete(null)) {
      kernel.unwatch(this);
      link.completeExceptionally(broken());
      listener.accept(new KernelEvent.Closed(how));
    }
  }

  /// The connection does not hold any more: makes another, unless that has been begun already.
  private synchronized void lost(GatewayReceiver receiver, String how) {
    Link last = current();
    if (closed.isDone() || last == null || last.receiver() != receiver) {
      return;
    }
    last.socket().abort();
    link = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("reconnection to " + kernel.id()).start(() -> reconnect(how));
  }

  private void reconnect(String how) {
    long began = System.nanoTime();
    GatewayHttp http = kernel.http();
    String why = how;
    for (int i = 0; i <= RETRIES && (i == 0 || waited(http.beats(1 << (i - 1)))); i++) {
      try {
        restore(
            connect(http.gateway().requestTimeout()),
            "the connection to its gateway was lost (%s) and made again %.1f seconds later"
                .formatted(how, (System.nanoTime() - began) / 1e9));
        return;
      } catch (TimeoutException e) {
        why = "the %s does not answer".formatted(http.gateway());
      } catch (KernelException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    over("the connection to the gateway broke: " + why);
  }

  private void restore(Link made, String how) {
    if (!link.complete(made)) {
      made.socket().abort(); // we were closed meanwhile
      return;
    }
    listener.accept(new KernelEvent.Troubled(how));
    made.receiver().endAgain();
    if (!unanswered.isEmpty()) {
      String id = UUID.randomUUID().toString();
      send(
          Channel.SHELL,
          headers.header("kernel_info_request", id),
          Json.object(),
          () -> probe = new Probe(id, Set.copyOf(unanswered)));
    }
  }

  /// @return false if that was cut short by the end
  private boolean waited(Duration time) {
    try {
      CompletableFuture.anyOf(closed, kernel.exited().toCompletableFuture())
          .get(time.toMillis(), TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void deliver(Supplier<KernelMessage> decoder) {
    try {
      KernelMessage message = decoder.get();
      if (message.content() instanceof KernelMessage.Status(String state)
          && kernel.stateIs(state)) {
        over("the gateway says that it is " + state);
        return;
      }
      if (message.channel() == Channel.SHELL) {
        unanswered.remove(message.parentId());
        Probe last = probe;
        if (message.parentId().equals(last.id())
            && last.before().stream().anyMatch(unanswered::contains)) {
          over("its answer was lost with the connection to the gateway");
          return;
        }
      }
      listener.accept(new KernelEvent.Received(message));
    } catch (JsonException e) {
      listener.accept(new KernelEvent.Dropped(Channel.IOPUB, String.valueOf(e.getMessage())));
    }
  }
}
