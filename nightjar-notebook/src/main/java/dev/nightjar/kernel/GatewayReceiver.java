package dev.nightjar.kernel;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What comes over one WebSocket of a gateway: puts messages together from their parts, and tells
/// when no more will come.
final class GatewayReceiver implements WebSocket.Listener {
  /// How many pings may stay unanswered.
  private static final int SILENCES = 3;

  private final Consumer<Supplier<KernelMessage>> onMessage;
  private final BiConsumer<GatewayReceiver, String> onEnd;
  private StringBuilder text = new StringBuilder();
  private ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private int silences;
  private volatile @Nullable String ended;

  /// @param onMessage takes a message, to be decoded
  /// @param onEnd hears that nothing more comes, and why
  GatewayReceiver(
      Consumer<Supplier<KernelMessage>> onMessage, BiConsumer<GatewayReceiver, String> onEnd) {
    this.onMessage = onMessage;
    this.onEnd = onEnd;
  }

  /// Nothing more comes.
  void end(String how) {
    ended = how;
    onEnd.accept(this, how);
  }

  /// Tells of the end again, for those who could not hear of it yet.
  void endAgain() {
    String how = ended;
    if (how != null) {
      onEnd.accept(this, how);
    }
  }

  /// Asks the other end whether it is there.
  ///
  /// @return false if too many such questions had no answer
  synchronized boolean answersPing(WebSocket socket) {
    silences++;
    CompletableFuture<WebSocket> _ = socket.sendPing(ByteBuffer.allocate(0));
    return silences <= SILENCES;
  }

  private synchronized void heard() {
    silences = 0;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    heard();
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    heard();
    text.append(part);
    if (last) {
      String message = text.toString();
      text = new StringBuilder();
      onMessage.accept(() -> GatewayFormat.decodeText(message));
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    heard();
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    binary.writeBytes(bytes);
    if (last) {
      byte[] message = binary.toByteArray();
      binary = new ByteArrayOutputStream();
      boolean v1 = GatewayChannels.V1.equals(from.getSubprotocol());
      onMessage.accept(
          () -> v1 ? GatewayFormat.decodeV1(message) : GatewayFormat.decodeBinary(message));
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    end("the gateway closed it" + (reason.isEmpty() ? "" : ": " + reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end(String.valueOf(error.getMessage()));
  }
}
