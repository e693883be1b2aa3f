package dev.nightjar.kernel;

import java.time.Duration;

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

  /// The kernel's process lives, but it does not answer its heartbeat: it was stopped, or the
  /// machine is short of memory. It may come back.
  ///
  /// @param time how long it has not answered
  record Silent(Duration time) implements KernelEvent {}

  /// No further message will come.
  ///
  /// @param how why
  record Closed(String how) implements KernelEvent {}

  /// Somebody wants the client's attention; see [KernelClient#wake()].
  record Woken() implements KernelEvent {}
}
