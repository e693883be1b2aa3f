package dev.nightjar.http;

import io.javalin.security.RouteRole;

/// What somebody may do, lowest first; each may do what those before it may.
public enum Role implements RouteRole {
  /// Sees everything, changes nothing.
  VIEWER,
  /// Submits jobs, and makes definitions.
  EDITOR,
  /// Changes what all share, such as pools.
  OPERATOR,
  /// Gives others their rights.
  ADMIN
}
