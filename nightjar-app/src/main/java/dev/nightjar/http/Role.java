package dev.nightjar.http;

import io.javalin.security.RouteRole;
import java.util.Locale;

/// What somebody may do, lowest first: each may what those before it may.
public enum Role implements RouteRole {
  /// Ask what a running task may ask, nothing else.
  TASK,
  /// See everything.
  VIEWER,
  /// Make, change and run jobs and definitions, that is, run code.
  EDITOR,
  /// Change what all share: pools, imports, what is kept.
  OPERATOR,
  /// Say who may what.
  ADMIN;

  /// The role with that name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Role parse(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /// As people write it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
