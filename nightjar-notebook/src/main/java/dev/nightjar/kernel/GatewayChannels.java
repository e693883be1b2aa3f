package dev.nightjar.kernel;

import dev.nightjar.json.JsonException;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The channels of a kernel behind a gateway: one WebSocket for all of them.
///
/// The next part of a message is asked for when the last one has been taken, so nothing piles up
/// between the network and the listener.
final class GatewayChannels implements KernelChannels {
  /// The newer of the two formats; a gateway that does not know it speaks the older.
  static final String V1 = "v1.kernel.websocket.jupyter.org";

  private final GatewayKernel kernel;
  private final Consumer<KernelEvent> listener;
  private final MessageCodec headers = new MessageCodec("", Clock.systemUTC());
  private final ReentrantLock sending = new ReentrantLock();
  private @Nullable WebSocket socket;
  private volatile boolean closed;

  private GatewayChannels(GatewayKernel kernel, Consumer<KernelEvent> listener) {
    this.kernel = kernel;
    this.listener = listener;
  }

  /// Connects; a gateway answers when the kernel does.
  ///
  /// @param subprotocol what to offer; empty for the older format
  static GatewayChannels open(
      GatewayKernel kernel, String subprotocol, Consumer<KernelEvent> listener, Duration timeout) {
    GatewayChannels channels = new GatewayChannels(kernel, listener);
    GatewayHttp http = kernel.http();
    String path =
        "api/kernels/%s/channels?session_id=%s".formatted(kernel.id(), channels.headers.session());
    WebSocket.Builder builder = http.client().newWebSocketBuilder();
    http.gateway().headers().forEach(builder::header);
    if (!subprotocol.isEmpty()) {
      builder.subprotocols(subprotocol);
    }
    CompletableFuture<WebSocket> opening =
        builder.buildAsync(http.webSocket(path), channels.new Receiver());
    CompletableFuture<Object> ended = kernel.exited().toCompletableFuture().thenApply(how -> how);
    try {
      CompletableFuture.anyOf(opening, ended).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (!opening.isDone()) {
        throw new KernelException.NotStarted(
            "Kernel died before replying to kernel_info: %s: %s"
                .formatted(kernel.describe(), ended.join()));
      }
      channels.socket = opening.join();
      return channels;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        http.check(path.replaceFirst("\\?.*", ""), refused.getResponse().statusCode(), null);
      }
      throw http.unreachable(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw new KernelException.NotStarted(
          "Kernel %s didn't respond in %d seconds. Give it more time with --start-timeout."
              .formatted(kernel.describe(), timeout.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException.NotStarted(
          "Interrupted while waiting for kernel %s.".formatted(kernel.describe()));
    } finally {
      if (channels.socket == null) {
        channels.closed = true;
        CompletableFuture<Void> _ = opening.thenAccept(WebSocket::abort);
      }
    }
  }

  @Override
  public void send(Channel channel, String type, String id, JsonNode content) {
    if (type.equals("shutdown_request")) {
      Thread.startVirtualThread(kernel::delete);
      return;
    }
    WebSocket to = socket();
    JsonNode header = headers.header(type, id);
    sending.lock();
    try {
      CompletableFuture<WebSocket> sent =
          V1.equals(to.getSubprotocol())
              ? to.sendBinary(GatewayFormat.encodeV1(channel, header, content), true)
              : to.sendText(GatewayFormat.encodeText(channel, header, content), true);
      sent.get(kernel.http().gateway().requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KernelException.Died(
          "Kernel %s is gone: the connection to its gateway is broken"
              .formatted(kernel.describe()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException.Died(
          "Interrupted while sending to kernel %s".formatted(kernel.describe()));
    } finally {
      sending.unlock();
    }
  }

  private WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not open");
    }
    return socket;
  }

  @Override
  public void close() {
    closed = true;
    WebSocket open = socket();
    if (!open.isOutputClosed()) {
      CompletableFuture<WebSocket> _ =
          open.sendClose(WebSocket.NORMAL_CLOSURE, "")
              .orTimeout(1, TimeUnit.SECONDS)
              .whenComplete((_, _) -> open.abort());
    }
  }

  private void over(String how) {
    if (!closed) {
      closed = true;
      listener.accept(new KernelEvent.Closed(how));
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
      listener.accept(new KernelEvent.Received(message));
    } catch (JsonException e) {
      listener.accept(new KernelEvent.Dropped(Channel.IOPUB, String.valueOf(e.getMessage())));
    }
  }

  /// Puts messages together from their parts.
  private final class Receiver implements WebSocket.Listener {
    private StringBuilder text = new StringBuilder();
    private ByteArrayOutputStream binary = new ByteArrayOutputStream();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String message = text.toString();
        text = new StringBuilder();
        deliver(() -> GatewayFormat.decodeText(message));
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      binary.writeBytes(bytes);
      if (last) {
        byte[] message = binary.toByteArray();
        binary = new ByteArrayOutputStream();
        boolean v1 = V1.equals(from.getSubprotocol());
        deliver(() -> v1 ? GatewayFormat.decodeV1(message) : GatewayFormat.decodeBinary(message));
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      over("the gateway closed the connection" + (reason.isEmpty() ? "" : ": " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      over("the connection to the gateway broke: " + error.getMessage());
    }
  }
}
