package dev.nightjar.kernel;

/// What reaches a client from its kernel's side.
public sealed interface KernelEvent {
  /// A message came in.
  ///
  /// @param message the message
  record Received(KernelMessage message) implements KernelEvent {}

  /// A message came in that can't be used: forged, cut off, not JSON. It was dropped.
  ///
  /// @param channel where it came in
  /// @param reason what is wrong with it
  record Dropped(Channel channel, String reason) implements KernelEvent {}

  /// The kernel's process has ended; messages that it sent before may still follow.
  ///
  /// @param how what is known of its end
  record Exited(String how) implements KernelEvent {}

  /// The kernel is, or was, out of reach, and the run goes on.
  ///
  /// @param how what is known of it, for people
  record Troubled(String how) implements KernelEvent {}

  /// No further message will come.
  ///
  /// @param how why
  record Closed(String how) implements KernelEvent {}

  /// Somebody wants the client's attention; see [KernelClient#wake()].
  record Woken() implements KernelEvent {}
}
