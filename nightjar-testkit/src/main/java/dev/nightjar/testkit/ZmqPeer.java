package dev.nightjar.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A bound JeroMQ socket for tests of a socket of our own. One thread owns it.
public final class ZmqPeer implements AutoCloseable {
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final BlockingQueue<List<byte[]>> toSend = new LinkedBlockingQueue<>();
  private final CountDownLatch subscribed = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closed;

  private ZmqPeer(SocketType type) {
    thread = Thread.ofPlatform().daemon().name("zmq peer").start(() -> serve(type));
  }

  /// A `ROUTER` that sends back each message that it gets.
  public static ZmqPeer echo() {
    return new ZmqPeer(SocketType.ROUTER);
  }

  /// An `XPUB`: to its subscribers goes what is given to [#send(List)].
  public static ZmqPeer publisher() {
    return new ZmqPeer(SocketType.XPUB);
  }

  /// Where it listens.
  public int port() {
    return port.join();
  }

  /// Sends a message to whoever is connected.
  public void send(List<byte[]> frames) {
    toSend.add(frames);
  }

  /// Waits until a subscriber is there.
  ///
  /// @return whether one came within ten seconds
  public boolean awaitSubscriber() throws InterruptedException {
    return subscribed.await(10, TimeUnit.SECONDS);
  }

  private void serve(SocketType type) {
    try (ZContext context = new ZContext()) {
      ZMQ.Socket socket = context.createSocket(type);
      socket.setSndHWM(0);
      socket.setRcvHWM(0);
      socket.setLinger(2000);
      port.complete(socket.bindToRandomPort("tcp://127.0.0.1"));
      ZMQ.Poller poller = context.createPoller(1);
      poller.register(socket, ZMQ.Poller.POLLIN);
      while (!closed) {
        if (poller.poll(5) > 0) {
          List<byte[]> frames = new ArrayList<>();
          do {
            frames.add(socket.recv());
          } while (socket.hasReceiveMore());
          if (type == SocketType.ROUTER) {
            FakeWire.send(socket, List.of(), frames);
          } else {
            subscribed.countDown();
          }
        }
        for (List<byte[]> next = toSend.poll(); next != null; next = toSend.poll()) {
          FakeWire.send(socket, List.of(), next);
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
