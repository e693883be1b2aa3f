package dev.nightjar.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A line to a server of this machine that can be cut, or fall silent, as lines do.
public final class BadLine implements AutoCloseable {
  private final ServerSocket entrance;
  private final int exit;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private final Set<Socket> silent = ConcurrentHashMap.newKeySet();

  /// @param server `http://127.0.0.1:PORT/`
  public BadLine(URI server) {
    exit = server.getPort();
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("bad line").start(this::accept);
  }

  /// The server's address at this end of the line.
  public URI uri() {
    return URI.create("http://127.0.0.1:%d/".formatted(entrance.getLocalPort()));
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket near = entrance.accept();
        ends.add(near);
        if (cut) {
          hangUp(near);
          continue;
        }
        Socket far = new Socket(InetAddress.getLoopbackAddress(), exit);
        ends.add(far);
        pass(near, far);
        pass(far, near);
      } catch (IOException e) {
        // closed, or the server has gone
      }
    }
  }

  private void pass(Socket from, Socket to) {
    Thread.ofPlatform()
        .daemon()
        .name("bad line's wire")
        .start(
            () -> {
              byte[] buffer = new byte[1 << 16];
              try {
                for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                  if (!silent.contains(from)) {
                    to.getOutputStream().write(buffer, 0, read);
                  }
                }
              } catch (IOException e) {
                // cut
              }
              hangUp(from);
              hangUp(to);
            });
  }

  private void hangUp(Socket end) {
    ends.remove(end);
    try {
      end.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends all connections, and takes none until it is mended.
  public void cut() {
    cut = true;
    ends.forEach(this::hangUp);
  }

  /// Connections get through again.
  public void mend() {
    cut = false;
  }

  /// Swallows from now on what is said over the connections of now; both ends believe in them.
  public void fallSilent() {
    silent.addAll(ends);
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ends.forEach(this::hangUp);
  }
}
