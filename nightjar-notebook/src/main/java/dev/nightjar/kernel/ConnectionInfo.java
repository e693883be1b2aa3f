package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.json.PythonJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where a kernel listens and the key its messages are signed with: a connection file of Jupyter
/// (<https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files>).
///
/// @param transport `tcp` or `ipc`
/// @param ip an address, or for `ipc` the start of the sockets' paths
/// @param shell port of the shell channel
/// @param iopub port of the iopub channel
/// @param stdin port of the stdin channel
/// @param control port of the control channel
/// @param heartbeat port of the heartbeat
/// @param key signs messages; empty for none
public record ConnectionInfo(
    String transport,
    String ip,
    int shell,
    int iopub,
    int stdin,
    int control,
    int heartbeat,
    String key) {
  private static final int FIRST_PORT = 12_000;
  private static final int LAST_PORT = 32_000;

  /// Five free ports on the loopback address and a new key. The ports lie below the range from
  /// which the system takes ports for outgoing connections, so none of those can get in the
  /// kernel's way.
  static ConnectionInfo onFreePorts() {
    try (ServerSocket shell = bindFreePort();
        ServerSocket iopub = bindFreePort();
        ServerSocket stdin = bindFreePort();
        ServerSocket control = bindFreePort();
        ServerSocket heartbeat = bindFreePort()) {
      return new ConnectionInfo(
          "tcp",
          "127.0.0.1",
          shell.getLocalPort(),
          iopub.getLocalPort(),
          stdin.getLocalPort(),
          control.getLocalPort(),
          heartbeat.getLocalPort(),
          UUID.randomUUID().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocket bindFreePort() {
    for (int attempt = 0; attempt < 200; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        // taken: try another
      }
    }
    throw new KernelException(
        "No free port between %d and %d on 127.0.0.1 for a kernel."
            .formatted(FIRST_PORT, LAST_PORT));
  }

  /// The content of a connection file.
  ///
  /// @throws KernelException if it can't be read
  public static ConnectionInfo read(Path file) {
    JsonNode json;
    try {
      json = Json.parse(Files.readAllBytes(file));
    } catch (IOException | JsonException e) {
      throw new KernelException(
          "Connection file %s can't be read: %s".formatted(file, e.getMessage()), e);
    }
    return new ConnectionInfo(
        json.path("transport").asString("tcp"),
        json.path("ip").asString("127.0.0.1"),
        json.path("shell_port").asInt(0),
        json.path("iopub_port").asInt(0),
        json.path("stdin_port").asInt(0),
        json.path("control_port").asInt(0),
        json.path("hb_port").asInt(0),
        json.path("key").asString(""));
  }

  /// Writes a connection file that only its owner can read; its directory is made if need be.
  void write(Path file, String kernelName) {
    ObjectNode json = Json.object();
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("shell_port", shell);
    ports.put("iopub_port", iopub);
    ports.put("stdin_port", stdin);
    ports.put("control_port", control);
    ports.put("hb_port", heartbeat);
    ports.forEach(json::put);
    json.put("ip", ip).put("key", key).put("transport", transport);
    json.put("signature_scheme", "hmac-sha256").put("kernel_name", kernelName);
    try {
      Files.createDirectories(
          file.toAbsolutePath().getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (var channel =
              Files.newByteChannel(
                  file,
                  EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------")));
          OutputStream out = Channels.newOutputStream(channel)) {
        PythonJson writer = new PythonJson(out);
        writer.value(json, 0);
        writer.flush();
      }
    } catch (IOException e) {
      throw new KernelException(
          "Connection file %s can't be written: %s".formatted(file, e.getMessage()), e);
    }
  }
}
