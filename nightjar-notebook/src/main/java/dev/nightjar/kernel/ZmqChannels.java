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
  private final Kernel kernel;
  private final String name;

  /// The channels without which a kernel is of no use: shell and iopub.
  private final CountDownLatch vital = new CountDownLatch(2);

  private final AtomicBoolean announced = new AtomicBoolean();
  private final Heartbeat heartbeat;
  private volatile boolean closed;

  private ZmqChannels(
      ConnectionInfo connection,
      Kernel kernel,
      Heartbeat.Rhythm rhythm,
      Consumer<KernelEvent> listener) {
    this.codec = new MessageCodec(connection.key(), Clock.systemUTC());
    this.kernel = kernel;
    this.name = kernel.describe();
    this.listener = listener;
    this.heartbeat = new Heartbeat(connection, rhythm, this::silent);
  }

  /// Connects, trying again until the kernel listens.
  ///
  /// @param connection where it listens
  static ZmqChannels open(
      ConnectionInfo connection, Kernel kernel, Consumer<KernelEvent> listener, Duration timeout) {
    return open(connection, kernel, Heartbeat.Rhythm.DEFAULT, listener, timeout);
  }

  static ZmqChannels open(
      ConnectionInfo connection,
      Kernel kernel,
      Heartbeat.Rhythm rhythm,
      Consumer<KernelEvent> listener,
      Duration timeout) {
    ZmqChannels channels = new ZmqChannels(connection, kernel, rhythm, listener);
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      channels.connect(connection, Channel.IOPUB, connection.iopub(), deadline);
      channels.connect(connection, Channel.SHELL, connection.shell(), deadline);
      channels.connect(connection, Channel.CONTROL, connection.control(), deadline);
      channels.connect(connection, Channel.STDIN, connection.stdin(), deadline);
    } catch (KernelException e) {
      channels.close();
      throw e;
    }
    channels.sockets.forEach(
        (channel, socket) ->
            Thread.ofPlatform()
                .daemon()
                .name(channels.name + " " + channel)
                .start(() -> channels.read(channel, socket)));
    channels.heartbeat.start(channels.name);
    return channels;
  }

  private void connect(ConnectionInfo to, Channel channel, int port, long deadline) {
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
        if (kernel.exited().toCompletableFuture().isDone()) {
          throw new KernelException.NotStarted("Kernel died before replying to kernel_info");
        }
        if (System.nanoTime() + pause > deadline || Thread.currentThread().isInterrupted()) {
          throw new KernelException.NotStarted(
              "Kernel %s does not listen on %s:%d: %s"
                  .formatted(name, to.ip(), port, e.getMessage()));
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
          KernelMessage message = codec.decode(channel, frames);
          heartbeat.heard(message);
          listener.accept(new KernelEvent.Received(message));
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

  /// A kernel whose process we know has ended when that has; of another all that we know is that it
  /// is silent.
  private void silent(Duration time) {
    if (kernel.pid().isPresent()) {
      listener.accept(
          new KernelEvent.Troubled(
              "it has not answered its heartbeat for %d seconds; its process is there, stopped perhaps, and the run waits for it"
                  .formatted(time.toSeconds())));
    } else if (announced.compareAndSet(false, true) && !closed) {
      close();
      listener.accept(
          new KernelEvent.Closed(
              "it has not answered its heartbeat for %d seconds".formatted(time.toSeconds())));
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
      throw new KernelException.Died("Kernel %s is gone: %s".formatted(name, e.getMessage()));
    }
  }

  @Override
  public void close() {
    closed = true;
    heartbeat.close();
    for (ZmtpSocket socket : sockets.values()) {
      try {
        socket.close();
      } catch (IOException e) {
        // it is being thrown away
      }
    }
  }
}
