package dev.nightjar.alert;

/// Where alerts go. Thread-safe.
interface Channel {
  /// Sends it once.
  ///
  /// @throws ChannelException if it was not taken
  void send(Message message) throws ChannelException, InterruptedException;
}
