package dev.nightjar.kernel;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// One connected ZeroMQ socket: the client's side of ZMTP 3.0 with the NULL mechanism
/// (<https://rfc.zeromq.org/spec/23/>), over a blocking channel.
///
/// A message is a list of frames. One thread may receive while others send. A socket is never
/// reconnected: a kernel that closes a connection has died, and we want to know.
final class ZmtpSocket implements Closeable {
  private static final int MORE = 1;
  private static final int LONG = 2;
  private static final int COMMAND = 4;
  private static final int GREETING = 64;
  private static final byte[] READY = {5, 'R', 'E', 'A', 'D', 'Y'};
  private static final byte[] PING = {4, 'P', 'I', 'N', 'G'};
  private static final byte[] PONG = {4, 'P', 'O', 'N', 'G'};
  private static final long LARGEST_FRAME = Integer.MAX_VALUE - 8;

  /// Room for a frame is made at once up to this size; beyond, as its bytes come in.
  private static final int BELIEVED = 1 << 26;

  private final SocketChannel channel;
  private final DataInputStream in;
  private final OutputStream out;

  private ZmtpSocket(SocketChannel channel) {
    this.channel = channel;
    InputStream stream = Channels.newInputStream(channel);
    this.in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
    this.out = Channels.newOutputStream(channel);
  }

  /// What a socket is to its peer.
  enum Type {
    DEALER,
    SUB,
    REQ
  }

  /// Connects and shakes hands; a `SUB` is subscribed to everything.
  ///
  /// @param transport `tcp` or `ipc`
  /// @param identity names a `DEALER` to the kernel's `ROUTER`
  /// @param timeout how long the peer may take to shake hands
  static ZmtpSocket connect(
      String transport, String ip, int port, Type type, byte[] identity, Duration timeout)
      throws IOException {
    SocketChannel channel =
        transport.equals("ipc")
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    var shaken = new CompletableFuture<Void>();
    // a blocking channel knows no timeout, but closing it ends a read
    shaken.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).exceptionally(_ -> close(channel));
    try {
      if (transport.equals("ipc")) {
        channel.connect(UnixDomainSocketAddress.of(ip + "-" + port));
      } else {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (!InetAddress.getByName(ip).isLoopbackAddress()) {
          keepAlive(channel);
        }
        channel.connect(new InetSocketAddress(ip, port));
        if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
          throw new IOException(
              "connected to itself"); // TCP's simultaneous open, where nothing listens yet
        }
      }
      ZmtpSocket socket = new ZmtpSocket(channel);
      socket.shakeHands(type, identity);
      if (!shaken.complete(null)) {
        throw new AsynchronousCloseException();
      }
      return socket;
    } catch (ClosedChannelException e) {
      throw new IOException("it took the connection, but did not shake hands", e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    } finally {
      shaken.complete(null);
    }
  }

  /// Has the system find out whether the kernel's machine is still there, whatever the kernel does:
  /// a read fails 30 seconds after it vanished.
  private static void keepAlive(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
      channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 15);
      channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 5);
      channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
    }
  }

  private static @Nullable Void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is being thrown away
    }
    return null;
  }

  private void shakeHands(Type type, byte[] identity) throws IOException {
    ByteBuffer greeting = ByteBuffer.allocate(GREETING);
    greeting.put(0, (byte) 0xFF).put(9, (byte) 0x7F).put(10, (byte) 3);
    greeting.put(12, "NULL".getBytes(StandardCharsets.US_ASCII));
    out.write(greeting.array());
    byte[] theirs = new byte[GREETING];
    in.readFully(theirs);
    if (theirs[0] != (byte) 0xFF || theirs[9] != 0x7F || theirs[10] < 3) {
      throw new IOException("the peer does not speak ZMTP 3");
    }
    ByteBuffer ready = ByteBuffer.allocate(64 + identity.length);
    ready.put(READY);
    property(ready, "Socket-Type", type.name().getBytes(StandardCharsets.US_ASCII));
    if (type != Type.SUB) {
      property(ready, "Identity", identity);
    }
    byte[] body = new byte[ready.position()];
    ready.get(0, body);
    write(List.of(body), COMMAND);
    int flags = in.readUnsignedByte();
    byte[] answer = frame(flags);
    if ((flags & COMMAND) == 0 || !startsWith(answer, READY)) {
      throw new IOException("the peer refused the connection: " + printable(answer));
    }
    if (type == Type.SUB) {
      send(List.of(new byte[] {1})); // ZMTP 3.0 subscribes by a message, which 3.1 peers take too
    }
  }

  private static void property(ByteBuffer to, String name, byte[] value) {
    to.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
    to.putInt(value.length).put(value);
  }

  /// Sends a message in one write.
  void send(List<byte[]> frames) throws IOException {
    write(frames, 0);
  }

  private synchronized void write(List<byte[]> frames, int flags) throws IOException {
    long size = frames.stream().mapToLong(frame -> frame.length + 9L).sum();
    if (size > LARGEST_FRAME) {
      throw new IOException("a message of %d bytes is too large to send".formatted(size));
    }
    ByteBuffer message = ByteBuffer.allocate((int) size);
    for (int i = 0; i < frames.size(); i++) {
      byte[] frame = frames.get(i);
      int more = i + 1 < frames.size() ? MORE : 0;
      if (frame.length < 256) {
        message.put((byte) (flags | more)).put((byte) frame.length);
      } else {
        message.put((byte) (flags | more | LONG)).putLong(frame.length);
      }
      message.put(frame);
    }
    out.write(message.array(), 0, message.position());
  }

  /// Blocks until a whole message is there.
  ///
  /// @throws EOFException if the peer closed the connection
  List<byte[]> receive() throws IOException {
    List<byte[]> frames = new ArrayList<>(8);
    while (true) {
      int flags = in.readUnsignedByte();
      byte[] frame = frame(flags);
      if ((flags & COMMAND) != 0) {
        command(frame);
        continue;
      }
      frames.add(frame);
      if ((flags & MORE) == 0) {
        return frames;
      }
    }
  }

  private byte[] frame(int flags) throws IOException {
    long size = (flags & LONG) != 0 ? in.readLong() : in.readUnsignedByte();
    if (size < 0 || size > LARGEST_FRAME) {
      throw new IOException(
          "a frame of %s bytes is too large to receive".formatted(Long.toUnsignedString(size)));
    }
    byte[] frame = new byte[(int) Math.min(size, BELIEVED)];
    in.readFully(frame);
    while (frame.length < size) {
      int read = frame.length;
      frame = Arrays.copyOf(frame, (int) Math.min(size, 2L * read));
      in.readFully(frame, read, frame.length - read);
    }
    return frame;
  }

  /// A 3.1 peer may ask whether we are there; its other commands need no answer.
  private void command(byte[] body) throws IOException {
    if (body.length >= 7 && startsWith(body, PING)) {
      byte[] pong = new byte[body.length - 2];
      System.arraycopy(PONG, 0, pong, 0, PONG.length);
      System.arraycopy(body, 7, pong, 5, body.length - 7);
      write(List.of(pong), COMMAND);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static String printable(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, 80), StandardCharsets.US_ASCII)
        .replaceAll("\\P{Print}", ".");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
