package dev.nightjar.http;

import org.jspecify.annotations.Nullable;

/// Who asks.
///
/// @param name as events name him
/// @param proof how he showed who he is
/// @param token the hash of his token; null without one
public record Caller(String name, Role role, Proof proof, @Nullable String token) {
  /// How somebody shows who he is.
  public enum Proof {
    /// He is on this machine, and no token is wanted here.
    LOCAL,
    /// A token came with the request, which no browser adds by itself.
    TOKEN,
    /// The cookie of a session, which browsers add to whatever sends them here.
    SESSION
  }

  Caller inSession() {
    return new Caller(name, role, Proof.SESSION, token);
  }
}
