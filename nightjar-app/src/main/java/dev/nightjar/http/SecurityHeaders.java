package dev.nightjar.http;

import io.javalin.http.Context;

/// What each answer tells browsers not to do. Pages may say otherwise for themselves.
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

  private SecurityHeaders() {}

  static void add(Context request, boolean secure) {
    request
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "SAMEORIGIN")
        .header("Referrer-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cache-Control", "no-store");
    if (secure) {
      request.header("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
