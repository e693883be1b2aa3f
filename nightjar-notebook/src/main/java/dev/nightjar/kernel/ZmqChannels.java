package dev.nightjar.kernel;

import dev.nightjar.json.JsonException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// A kernel's channels over ZeroMQ. Each socket has one thread that reads it; any thread may send.
final class ZmqChannels implements KernelChannels {
  private static final long FIRST_RETRY = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LAST_RETRY = TimeUnit.MILLISECONDS.toNanos(8);

  /// How long the other channels may still have to say when one has ended.
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Map<Channel, ZmtpSocket> sockets = new EnumMap<>(Channel.class);
  private final MessageCodec codec;
  private final Consumer<KernelEvent> listener;
  private final String kernel;

  /// The channels without which a kernel is of no use: shell and iopub.
  private final CountDownLatch vital = new CountDownLatch(2);

  private final AtomicBoolean announced = new AtomicBoolean();
  private volatile boolean closed;

  private ZmqChannels(ConnectionInfo connection, String kernel, Consumer<KernelEvent> listener) {
    this.codec = new MessageCodec(connection.key(), Clock.systemUTC());
    this.kernel = kernel;
    this.listener = listener;
  }

  /// Connects, trying again until the kernel listens.
  ///
  /// @param kernel how messages call it
  /// @param alive whether it is worth trying on
  static ZmqChannels open(
      ConnectionInfo connection,
      String kernel,
      BooleanSupplier alive,
      Consumer<KernelEvent> listener,
      Duration timeout) {
    ZmqChannels channels = new ZmqChannels(connection, kernel, listener);
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      channels.connect(connection, Channel.IOPUB, connection.iopub(), alive, deadline);
      channels.connect(connection, Channel.SHELL, connection.shell(), alive, deadline);
      channels.connect(connection, Channel.CONTROL, connection.control(), alive, deadline);
      channels.connect(connection, Channel.STDIN, connection.stdin(), alive, deadline);
    } catch (KernelException e) {
      channels.close();
      throw e;
    }
    channels.sockets.forEach(
        (channel, socket) ->
            Thread.ofPlatform()
                .daemon()
                .name(kernel + " " + channel)
                .start(() -> channels.read(channel, socket)));
    return channels;
  }

  private void connect(
      ConnectionInfo to, Channel channel, int port, BooleanSupplier alive, long deadline) {
    byte[] identity = codec.session().getBytes(StandardCharsets.US_ASCII);
    var type = channel == Channel.IOPUB ? ZmtpSocket.Type.SUB : ZmtpSocket.Type.DEALER;
    long pause = FIRST_RETRY;
    while (true) {
      try {
        var left = Duration.ofNanos(Math.max(deadline - System.nanoTime(), FIRST_RETRY));
        sockets.put(
            channel, ZmtpSocket.connect(to.transport(), to.ip(), port, type, identity, left));
        return;
      } catch (IOException e) {
        if (!alive.getAsBoolean()) {
          throw new KernelException.NotStarted("Kernel died before replying to kernel_info");
        }
        if (System.nanoTime() + pause > deadline || Thread.currentThread().isInterrupted()) {
          throw new KernelException.NotStarted(
              "Kernel %s does not listen on %s:%d: %s"
                  .formatted(kernel, to.ip(), port, e.getMessage()));
        }
        LockSupport.parkNanos(pause);
        pause = Math.min(pause * 2, LAST_RETRY);
      }
    }
  }

  private void read(Channel channel, ZmtpSocket socket) {
    String how = "it closed its connections";
    try {
      while (true) {
        List<byte[]> frames = socket.receive();
        try {
          listener.accept(new KernelEvent.Received(codec.decode(channel, frames)));
        } catch (JsonException e) {
          listener.accept(new KernelEvent.Dropped(channel, String.valueOf(e.getMessage())));
        }
      }
    } catch (EOFException e) {
      // a kernel that ends closes its sockets
    } catch (IOException e) {
      how = "its connection broke: " + e.getMessage();
    } catch (RuntimeException | OutOfMemoryError e) {
      how = "what it sent on %s can't be taken in: %s".formatted(channel, e);
    }
    if (channel == Channel.SHELL || channel == Channel.IOPUB) {
      announceEnd(how);
    }
  }

  private void announceEnd(String how) {
    vital.countDown();
    try {
      boolean _ = vital.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (announced.compareAndSet(false, true) && !closed) {
      close();
      listener.accept(new KernelEvent.Closed(how));
    }
  }

  @Override
  public void send(Channel channel, String type, String id, JsonNode content) {
    ZmtpSocket socket = sockets.get(channel);
    if (socket == null) {
      throw new IllegalStateException("channel " + channel + " is only read");
    }
    try {
      socket.send(codec.encode(type, id, content));
    } catch (IOException e) {
      throw new KernelException.Died("Kernel %s is gone: %s".formatted(kernel, e.getMessage()));
    }
  }

  @Override
  public void close() {
    closed = true;
    for (ZmtpSocket socket : sockets.values()) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is being thrown away
      }
    }
  }
}
