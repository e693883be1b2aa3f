package dev.nightjar.http;

import io.javalin.config.RoutesConfig;

/// Some of the server's addresses.
public interface Routes {
  /// Adds them.
  void addTo(RoutesConfig routes);
}
