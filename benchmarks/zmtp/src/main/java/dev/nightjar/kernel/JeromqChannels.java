package dev.nightjar.kernel;

import dev.nightjar.json.JsonException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import tools.jackson.databind.JsonNode;

/// The channels of a kernel over JeroMQ, as its manual wants it: one thread owns the sockets, and
/// who sends puts the message into a queue and wakes that thread by a socket.
final class JeromqChannels implements KernelChannels {
  private record ToSend(Channel channel, List<byte[]> frames) {}

  private final ZContext context = new ZContext();
  private final MessageCodec codec;
  private final Queue<ToSend> toSend = new ConcurrentLinkedQueue<>();
  private final ZMQ.Socket wake;

  JeromqChannels(ConnectionInfo connection, Consumer<KernelEvent> listener) {
    codec = new MessageCodec(connection.key(), Clock.systemUTC());
    ZMQ.Socket woken = context.createSocket(SocketType.PAIR);
    woken.bind("inproc://wake");
    wake = context.createSocket(SocketType.PAIR);
    wake.connect("inproc://wake");
    Thread.ofPlatform().daemon().start(() -> serve(connection, woken, listener));
  }

  private void serve(ConnectionInfo to, ZMQ.Socket woken, Consumer<KernelEvent> listener) {
    Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
    connect(sockets, Channel.SHELL, SocketType.DEALER, to.shell());
    connect(sockets, Channel.IOPUB, SocketType.SUB, to.iopub());
    connect(sockets, Channel.CONTROL, SocketType.DEALER, to.control());
    connect(sockets, Channel.STDIN, SocketType.DEALER, to.stdin());
    sockets.get(Channel.IOPUB).subscribe(new byte[0]);
    ZMQ.Poller poller = context.createPoller(5);
    sockets.values().forEach(socket -> poller.register(socket, ZMQ.Poller.POLLIN));
    poller.register(woken, ZMQ.Poller.POLLIN);
    List<Channel> channels = List.copyOf(sockets.keySet());
    while (poller.poll() >= 0) {
      if (poller.pollin(channels.size())) {
        if (woken.recv().length == 1) {
          return;
        }
        for (ToSend next = toSend.poll(); next != null; next = toSend.poll()) {
          ZMQ.Socket socket = sockets.get(next.channel());
          for (int i = 0; i < next.frames().size(); i++) {
            boolean more = i + 1 < next.frames().size();
            socket.send(next.frames().get(i), more ? ZMQ.SNDMORE : 0);
          }
        }
      }
      for (int i = 0; i < channels.size(); i++) {
        if (poller.pollin(i)) {
          receive(channels.get(i), sockets.get(channels.get(i)), listener);
        }
      }
    }
  }

  private void connect(
      Map<Channel, ZMQ.Socket> sockets, Channel channel, SocketType type, int port) {
    ZMQ.Socket socket = context.createSocket(type);
    socket.setRcvHWM(0);
    socket.setReconnectIVL(1);
    socket.connect("tcp://127.0.0.1:" + port);
    sockets.put(channel, socket);
  }

  private void receive(Channel channel, ZMQ.Socket socket, Consumer<KernelEvent> listener) {
    List<byte[]> frames = new ArrayList<>();
    do {
      frames.add(socket.recv());
    } while (socket.hasReceiveMore());
    try {
      listener.accept(new KernelEvent.Received(codec.decode(channel, frames)));
    } catch (JsonException e) {
      listener.accept(new KernelEvent.Dropped(channel, e.getMessage()));
    }
  }

  @Override
  public synchronized void send(Channel channel, String type, String id, JsonNode content) {
    toSend.add(new ToSend(channel, codec.encode(type, id, content)));
    wake.send(new byte[0]);
  }

  @Override
  public synchronized void close() {
    wake.send(new byte[1]);
  }
}
