package dev.nightjar.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A database server of the machine's own packages, on a free port, with its files in a temporary
/// folder. It ends, and its folder goes, when it is closed or this JVM ends, however that happens:
/// the shell that keeps it reads a pipe of ours, and sees its end.
public final class DatabaseServer implements AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Kind kind;
  private final Process keeper;
  private final int port;

  /// What can be started.
  public enum Kind {
    /// Debian's `postgresql`.
    POSTGRESQL("postgres", "postgresql.sh"),
    /// Debian's `mariadb-server`.
    MARIADB("mysql", "mariadb.sh");

    private final String user;
    private final String script;

    Kind(String user, String script) {
      this.user = user;
      this.script = script;
    }
  }

  private DatabaseServer(Kind kind, Process keeper, int port) {
    this.kind = kind;
    this.keeper = keeper;
    this.port = port;
  }

  /// Starts one and waits until it answers.
  ///
  /// @param durable whether a commit is on the disk when it returns, as it should be outside of
  ///     tests
  public static DatabaseServer start(Kind kind, boolean durable) {
    int port = freePort();
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("runuser", "-u", kind.user, "--"));
    }
    command.addAll(
        List.of(
            "sh",
            "-c",
            script(kind.script),
            "sh",
            System.getProperty("java.io.tmpdir"),
            String.valueOf(port),
            durable ? "durable" : "fast"));
    try {
      Process keeper =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .start();
      var server = new DatabaseServer(kind, keeper, port);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String script(String name) {
    try (var script = DatabaseServer.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IllegalStateException(name + " is not in the test kit");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws IOException {
    var said = new StringBuilder();
    var lines =
        new BufferedReader(new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("ready")) {
        return;
      }
      said.append(line).append('\n');
    }
    throw new IllegalStateException("%s did not start:%n%s".formatted(kind, said));
  }

  /// The JDBC URL of a new, empty database; user and password are in it.
  public String newDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    run(name, "CREATE DATABASE " + name);
    return switch (kind) {
      case POSTGRESQL -> "jdbc:postgresql://127.0.0.1:%d/%s?user=nightjar".formatted(port, name);
      case MARIADB ->
          "jdbc:mariadb://127.0.0.1:%d/%s?user=nightjar&sslMode=disable".formatted(port, name);
    };
  }

  private void run(String what, String sql) {
    List<String> command =
        switch (kind) {
          case POSTGRESQL ->
              List.of(
                  program("psql"),
                  "-q",
                  "-h",
                  "127.0.0.1",
                  "-p",
                  String.valueOf(port),
                  "-U",
                  "nightjar",
                  "-d",
                  "postgres",
                  "-c",
                  sql);
          case MARIADB ->
              List.of(
                  program("mariadb"),
                  "--no-defaults",
                  "-h",
                  "127.0.0.1",
                  "-P",
                  String.valueOf(port),
                  "-u",
                  "nightjar",
                  "-e",
                  sql);
        };
    try {
      Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (client.waitFor() != 0) {
        throw new IllegalStateException("%s: %s: %s".formatted(kind, what, said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making " + what, e);
    }
  }

  private static String program(String name) {
    return Stream.of("/usr/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no %s: apt-get install postgresql mariadb-server".formatted(name)))
        .toString();
  }

  @Override
  public void close() {
    try {
      keeper.getOutputStream().close();
      if (!keeper.waitFor(20, TimeUnit.SECONDS)) {
        keeper.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
