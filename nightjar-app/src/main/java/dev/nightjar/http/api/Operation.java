package dev.nightjar.http.api;

import dev.nightjar.http.Role;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/// Something that can be asked for.
///
/// @param path as Javalin writes it: `<path>` may have slashes in it
/// @param role what somebody has to be, at least
record Operation(HandlerType method, String path, Role role, Handler handler) {
  static Operation get(String path, Handler handler) {
    return new Operation(HandlerType.GET, path, Role.VIEWER, handler);
  }

  static Operation post(String path, Role role, Handler handler) {
    return new Operation(HandlerType.POST, path, role, handler);
  }

  static Operation put(String path, Role role, Handler handler) {
    return new Operation(HandlerType.PUT, path, role, handler);
  }

  static Operation patch(String path, Role role, Handler handler) {
    return new Operation(HandlerType.PATCH, path, role, handler);
  }

  static Operation delete(String path, Role role, Handler handler) {
    return new Operation(HandlerType.DELETE, path, role, handler);
  }
}
