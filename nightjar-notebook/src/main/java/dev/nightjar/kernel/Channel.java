package dev.nightjar.kernel;

/// The channels between a client and a kernel (messaging protocol, "Introduction").
public enum Channel {
  /// Requests to run code, and their replies.
  SHELL,
  /// What the kernel tells everybody: outputs and its state.
  IOPUB,
  /// Requests that must not wait behind running code: interrupt, shutdown.
  CONTROL,
  /// The kernel asks for input.
  STDIN
}
