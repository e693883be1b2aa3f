package dev.nightjar.http;

/// Tries whether a connection leads somewhere, and blocks for as long as that takes.
@FunctionalInterface
public interface ConnectionTrial {
  /// How it went.
  ///
  /// @param message for people, without what is secret
  record Tried(boolean succeeded, String message) {}

  /// Tries the connection of that name.
  Tried attempt(String connection) throws InterruptedException;
}
