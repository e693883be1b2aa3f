package dev.nightjar.web;

import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody asks for a page.
///
/// @param request what was asked
/// @param moments the time
record Visit(Context request, Moments moments) {
  private static final String THEME = "nightjar_theme";
  private static final int YEAR = 365 * 24 * 60 * 60;

  static Visit of(Context request, Clock clock) {
    return new Visit(request, new Moments(clock.instant(), clock.getZone()));
  }

  String who() {
    return Requests.who(request);
  }

  /// Whether who asks may do what that role may.
  boolean may(Role role) {
    return Requests.caller(request).role().compareTo(role) >= 0;
  }

  String id() {
    return request.pathParam("id");
  }

  /// A part of the path.
  String path(String name) {
    return request.pathParam(name);
  }

  /// A value of the query; null where there is none, or an empty one.
  @Nullable String query(String name) {
    String value = request.queryParam(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /// A field of the form; empty where there is none.
  String field(String name) {
    String value = request.formParam(name);
    return value == null ? "" : value;
  }

  List<String> fields(String name) {
    return request.formParams(name);
  }

  /// `light`, `dark` or `auto`, which is what the system says.
  String theme() {
    String theme = request.cookie(THEME);
    return theme != null && List.of("light", "dark").contains(theme) ? theme : "auto";
  }

  void keepTheme(String theme) {
    request.cookie(
        new Cookie(
            THEME,
            List.of("light", "dark").contains(theme) ? theme : "auto",
            "/",
            YEAR,
            isSecure(request),
            true,
            null,
            SameSite.LAX));
  }

  /// Whether it came by TLS.
  static boolean isSecure(Context request) {
    return "https".equals(request.scheme());
  }

  /// The hidden field of each form.
  Html csrf() {
    return Html.of(
        "<input type=\"hidden\" name=\"{}\" value=\"{}\">", Csrf.FIELD, Csrf.token(request));
  }

  /// The address that was asked for, with its query.
  String address() {
    String query = request.queryString();
    return query == null ? request.path() : request.path() + "?" + query;
  }

  void redirect(String address) {
    request.redirect(address, io.javalin.http.HttpStatus.SEE_OTHER);
  }

  /// A value as part of an address.
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
