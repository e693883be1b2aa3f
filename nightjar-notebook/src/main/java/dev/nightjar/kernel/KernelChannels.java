package dev.nightjar.kernel;

import tools.jackson.databind.JsonNode;

/// An open connection to a kernel, whatever carries it. What arrives goes to the listener that was
/// given when it was opened. Implementations are thread-safe.
public interface KernelChannels extends AutoCloseable {
  /// Sends a request.
  ///
  /// @param id the `msg_id`, by which answers name it
  /// @throws KernelException.Died if the connection is gone
  void send(Channel channel, String type, String id, JsonNode content);

  /// Closes the connection; the kernel goes on. No event follows.
  @Override
  void close();
}
