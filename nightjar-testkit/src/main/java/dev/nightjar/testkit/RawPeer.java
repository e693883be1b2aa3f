package dev.nightjar.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A TCP server that talks to each of its clients as a test wants, byte by byte, and then closes
/// the connection. Knows enough of ZMTP 3.1 to shake hands.
public final class RawPeer implements AutoCloseable {
  private final ServerSocket server;
  private final Queue<Socket> clients = new ConcurrentLinkedQueue<>();

  /// What to say to a client.
  public interface Talk {
    /// Talks to one client.
    void with(DataInputStream in, OutputStream out) throws IOException;
  }

  /// Listens on a free port.
  public RawPeer(Talk talk) {
    try {
      server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("raw peer").start(() -> accept(talk));
  }

  private void accept(Talk talk) {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        client.setTcpNoDelay(true);
        clients.add(client);
        Thread.ofVirtual().name("raw peer's client").start(() -> serve(client, talk));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void serve(Socket client, Talk talk) {
    try (client;
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream()) {
      talk.with(new DataInputStream(in), out);
    } catch (SocketException e) {
      // the client left, which it may
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it listens.
  public int port() {
    return server.getLocalPort();
  }

  /// The greeting of ZMTP 3.1 with the NULL mechanism.
  public static byte[] greeting() {
    byte[] greeting = new byte[64];
    greeting[0] = (byte) 0xFF;
    greeting[9] = 0x7F;
    greeting[10] = 3;
    greeting[11] = 1;
    System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
    return greeting;
  }

  /// The READY command of a socket.
  ///
  /// @param socketType such as `ROUTER`
  public static byte[] ready(String socketType) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {5, 'R', 'E', 'A', 'D', 'Y', 11});
    body.writeBytes("Socket-Type".getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(new byte[] {0, 0, 0, (byte) socketType.length()});
    body.writeBytes(socketType.getBytes(StandardCharsets.US_ASCII));
    return command(body.toByteArray());
  }

  /// A short command frame.
  public static byte[] command(byte... body) {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {4, (byte) body.length});
    frame.writeBytes(body);
    return frame.toByteArray();
  }

  /// Shakes hands as a server with this type of socket does.
  ///
  /// @return the body of the client's READY command
  public static byte[] shakeHands(DataInputStream in, OutputStream out, String socketType)
      throws IOException {
    out.write(greeting());
    in.readFully(new byte[64]);
    out.write(ready(socketType));
    return frame(in);
  }

  /// The body of the next short frame.
  public static byte[] frame(DataInputStream in) throws IOException {
    in.readUnsignedByte();
    byte[] body = new byte[in.readUnsignedByte()];
    in.readFully(body);
    return body;
  }

  /// Stops listening and drops its clients.
  @Override
  public void close() {
    try {
      server.close();
      for (Socket client : clients) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
