package dev.nightjar.http;

import io.javalin.security.RouteRole;

/// Marks routes that answer whoever asks.
public enum Everyone implements RouteRole {
  EVERYONE
}
