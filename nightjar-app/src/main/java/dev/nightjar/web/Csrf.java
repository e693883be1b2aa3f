package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Forms are taken only from our own pages: each has a field that other sites can't know. Where
/// the one who lets people in gave no token for the request, it is a random one in a cookie that
/// only this site gets.
final class Csrf {
  /// The field of forms.
  static final String FIELD = "_csrf";

  /// The request attribute by which the token of a session comes.
  private static final String GIVEN = "nightjar.csrf";

  /// The request attribute with the token that was made for its answer.
  private static final String MADE = "nightjar.web.csrf";

  private static final String COOKIE = "nightjar_csrf";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Csrf() {}

  /// Whether who asks has a session, which he can end.
  static boolean hasSession(Context request) {
    return !given(request).isEmpty();
  }

  /// The token of the session; empty where there is none.
  private static String given(Context request) {
    String given = request.attribute(GIVEN);
    return given == null ? "" : given;
  }

  private static String cookie(Context request) {
    String cookie = request.cookie(COOKIE);
    return cookie != null && cookie.matches("[0-9a-f]{32}") ? cookie : "";
  }

  /// The token for the forms of the answer.
  static String token(Context request) {
    String known = given(request).isEmpty() ? cookie(request) : given(request);
    String made = request.attribute(MADE);
    if (!known.isEmpty() || made != null) {
      return made == null ? known : made;
    }
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    request.cookie(
        new Cookie(COOKIE, token, "/", -1, request.req().isSecure(), true, null, SameSite.STRICT));
    request.attribute(MADE, token);
    return token;
  }

  /// Refuses a form that does not come from our pages.
  static void check(Context request) {
    String wanted = given(request).isEmpty() ? cookie(request) : given(request);
    String field = request.formParam(FIELD);
    if (wanted.isEmpty() || field == null || !same(wanted, field)) {
      throw new HttpProblem(
          403, "This form is too old, or not from here. Go back, load the page again, and repeat.");
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
