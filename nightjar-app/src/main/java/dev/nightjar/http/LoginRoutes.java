package dev.nightjar.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/// `/login`, where a browser brings a token, and `/logout`.
public final class LoginRoutes implements Routes {
  private final Access access;

  public LoginRoutes(Access access) {
    this.access = access;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/login", request -> page(request, request.queryParam("next"), ""), Everyone.EVERYONE);
    routes.post("/login", this::logIn, Everyone.EVERYONE);
    routes.post("/logout", this::logOut, Everyone.EVERYONE);
  }

  private void logIn(Context request) {
    String token = request.formParam("token");
    String next = request.formParam("next");
    try {
      access.logIn(request, token == null ? "" : token.strip());
    } catch (HttpProblem wrong) {
      request.status(wrong.status());
      page(
          request,
          next,
          "<p role=\"alert\"><strong>%s</strong></p>"
              .formatted(
                  wrong.status() == 403
                      ? "There is no such token."
                      : escaped(String.valueOf(wrong.getMessage()))));
      return;
    }
    request.redirect(local(next), HttpStatus.SEE_OTHER);
  }

  private void logOut(Context request) {
    access.logOut(request);
    request.redirect("/login", HttpStatus.SEE_OTHER);
  }

  private static void page(Context request, @Nullable String next, String message) {
    request
        .contentType("text/html; charset=utf-8")
        .result(
            """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Log in – Nightjar</title>
      <style>
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
      main { max-width: 24rem; margin: 15vh auto; padding: 0 1rem; }
      label, input, button { display: block; width: 100%%; box-sizing: border-box; font: inherit; }
      input, button { padding: .5rem; margin: .25rem 0 1rem; }
      </style>
      </head>
      <body>
      <main>
      <h1>Nightjar</h1>
      %s
      <form method="post" action="/login">
      <input type="hidden" name="next" value="%s">
      <label for="token">Token</label>
      <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
      <button type="submit">Log in</button>
      </form>
      <p><small>Who runs the server makes one: <code>nightjar tokens create NAME</code></small></p>
      </main>
      </body>
      </html>
      """
                .formatted(message, escaped(local(next))));
  }

  /// An address of ours; others would lead away whoever trusted ours.
  private static String local(@Nullable String next) {
    boolean ours =
        next != null
            && next.startsWith("/")
            && !next.startsWith("//")
            && next.chars().noneMatch(c -> c == '\\' || c < ' ');
    return ours && next != null ? next : "/";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
