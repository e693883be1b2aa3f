package dev.nightjar.http;

import dev.nightjar.http.Caller.Proof;
import dev.nightjar.store.TokenStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who may come in, and do what. Tokens come as Jupyter's do: `Authorization: token T`,
/// `Authorization: Bearer T` or `?token=T`, or as the password of `Authorization: Basic`; with the
/// last, a browser gets a session and an address without the token.
public final class Access {
  /// The request attribute with what forms must bring along.
  public static final String CSRF = "nightjar.csrf";

  private static final Set<HandlerType> READING =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

  private final Tokens tokens;
  private final Sessions sessions;
  private final AttemptTokens attempts;
  private final Origins origins;
  private final BadTokens bad;
  private final boolean secure;

  /// @param sessionKey what cookies are signed with
  /// @param loopback whether only this machine reaches the server
  /// @param secure whether browsers reach it by TLS only
  /// @param url where people reach it; null if that is not known
  public Access(
      Tokens tokens,
      byte[] sessionKey,
      boolean loopback,
      boolean secure,
      @Nullable URI url,
      Clock clock) {
    this.tokens = tokens;
    this.sessions = new Sessions(sessionKey, clock);
    this.attempts = new AttemptTokens(sessionKey);
    this.origins = new Origins(loopback, url);
    this.bad = new BadTokens(clock);
    this.secure = secure;
  }

  /// Of a server that only this machine reaches.
  ///
  /// @param token the only one that is let in; null to let everybody in
  public Access(@Nullable String token) {
    this(
        new Tokens(token, null, Clock.systemUTC()),
        new byte[32],
        true,
        false,
        null,
        Clock.systemUTC());
  }

  void addTo(RoutesConfig routes) {
    routes.before(request -> SecurityHeaders.add(request, secure));
    routes.before(this::recognise);
    routes.beforeMatched(this::authorise);
  }

  private void recognise(Context request) {
    origins.checkHost(request);
    String token = given(request);
    Caller caller =
        token != null ? byToken(request, token) : bySession(request).orElseGet(this::local);
    if (caller == null || caller.proof() != Proof.TOKEN) {
      checkSource(request, caller);
    } else if (basic(request) != null) {
      origins.checkOrigin(request); // browsers send a password again by themselves
    }
    if (caller == null) {
      request.attribute(CSRF, "");
      return;
    }
    request.attribute(Requests.CALLER, caller);
    if (token != null && request.queryParam("token") != null && wantsPage(request)) {
      begin(request, caller);
      request.redirect(withoutToken(request), HttpStatus.SEE_OTHER);
      request.skipRemainingHandlers();
    }
  }

  private @Nullable Caller local() {
    return tokens.open() && origins.loopback()
        ? new Caller("local user", Role.ADMIN, Proof.LOCAL, null)
        : null;
  }

  private Caller byToken(Context request, String token) {
    if (AttemptTokens.isMeant(token)) {
      AttemptTokens.Attempt attempt = attempts.find(token).orElseThrow(Access::forbidden);
      request.attribute(Requests.ATTEMPT, attempt);
      return new Caller("task " + attempt.taskRun(), Role.TASK, Proof.TOKEN, null);
    }
    String hash = TokenStore.hash(token);
    Duration wait = bad.wait(request.ip(), hash);
    if (wait.isPositive()) {
      request.header("Retry-After", Long.toString(wait.toSeconds() + 1));
      throw new HttpProblem(429, "Too many wrong tokens: wait a minute.");
    }
    Optional<Caller> caller = tokens.find(hash);
    if (caller.isEmpty()) {
      bad.wrong(request.ip());
      throw forbidden(request);
    }
    bad.right(request.ip(), hash);
    request.attribute(CSRF, "");
    return caller.get();
  }

  private Optional<Caller> bySession(Context request) {
    String cookie = request.cookie(Sessions.COOKIE);
    return sessions.token(cookie).flatMap(tokens::find).map(Caller::inSession);
  }

  /// What browsers send by themselves must come from our own pages.
  private void checkSource(Context request, @Nullable Caller caller) {
    String cookie = request.cookie(Sessions.COOKIE);
    boolean session = caller != null && caller.proof() == Proof.SESSION;
    String expected = session && cookie != null ? sessions.csrf(cookie) : "";
    request.attribute(CSRF, expected);
    // The old plugin of Airflow changes things by GET, too.
    if (READING.contains(request.method()) && !AirflowProblem.isPlugin(request.path())) {
      return;
    }
    origins.checkOrigin(request);
    if (session) {
      String brought = request.header("X-CSRF-Token");
      brought = brought != null ? brought : request.header("X-XSRFToken");
      brought = brought != null ? brought : request.formParam("_csrf");
      if (brought == null || !Sessions.same(brought, expected)) {
        throw new HttpProblem(
            403, "The page is too old, or this request is not from it: reload it and try again.");
      }
    }
  }

  private void authorise(Context request) {
    var roles = request.routeRoles();
    if (roles.contains(Everyone.EVERYONE)) {
      return;
    }
    Caller caller = Requests.callerOrNull(request);
    if (caller == null) {
      refuse(request);
      return;
    }
    Role needed =
        roles.stream()
            .filter(Role.class::isInstance)
            .map(Role.class::cast)
            .min(Role::compareTo)
            .orElse(READING.contains(request.method()) ? Role.VIEWER : Role.EDITOR);
    if (caller.role().compareTo(needed) < 0) {
      throw new HttpProblem(
          403,
          "This needs the role %s; %s is %s."
              .formatted(needed.word(), caller.name(), caller.role().word()));
    }
  }

  /// Sends browsers to the page for logging in, and others away.
  private static void refuse(Context request) {
    if (!wantsPage(request)) {
      throw forbidden(request);
    }
    String query = withoutToken(request);
    request.redirect(
        "/login?next=" + URLEncoder.encode(query, StandardCharsets.UTF_8), HttpStatus.SEE_OTHER);
    request.skipRemainingHandlers();
  }

  /// As [#forbidden], in the words of the interface that was asked.
  static HttpProblem forbidden(Context request) {
    if (!AirflowProblem.isFor(request.path())) {
      return forbidden();
    }
    return new HttpProblem(AirflowProblem.isPlugin(request.path()) ? 403 : 401, "Unauthorized");
  }

  static HttpProblem forbidden() {
    return new HttpProblem(403, "Forbidden");
  }

  private static boolean wantsPage(Context request) {
    String accept = request.header("Accept");
    return request.method().equals(HandlerType.GET)
        && accept != null
        && accept.contains("text/html")
        && !AirflowProblem.isFor(request.path())
        && !request.path().startsWith("/scheduler")
        && !request.path().startsWith("/api");
  }

  private static String withoutToken(Context request) {
    String query = request.queryString();
    String rest =
        query == null
            ? ""
            : Arrays.stream(query.split("&"))
                .filter(part -> !part.startsWith("token="))
                .collect(Collectors.joining("&"));
    // Two slashes would make another site of it.
    String path = request.path().replaceFirst("^[/\\\\]+", "/");
    return rest.isEmpty() ? path : path + "?" + rest;
  }

  private static @Nullable String given(Context request) {
    String header = request.header("Authorization");
    if (header != null) {
      for (String scheme : new String[] {"token ", "bearer "}) {
        if (header.regionMatches(true, 0, scheme, 0, scheme.length())) {
          return header.substring(scheme.length()).strip();
        }
      }
    }
    String password = basic(request);
    if (password == null && AirflowProblem.isPlugin(request.path())) {
      password = request.header("rest_api_plugin_http_token");
    }
    // Airflow calls other things a token.
    return password == null && !AirflowProblem.isFor(request.path())
        ? request.queryParam("token")
        : password;
  }

  /// The password of `Authorization: Basic`, whoever the user is said to be; null for none.
  private static @Nullable String basic(Context request) {
    String header = request.header("Authorization");
    if (header == null || !header.regionMatches(true, 0, "basic ", 0, 6)) {
      return null;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring(6).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      return text.substring(text.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// Lets a browser in that brought a token by the form for it.
  void logIn(Context request, String token) {
    begin(request, byToken(request, token));
  }

  private void begin(Context request, Caller caller) {
    if (caller.token() != null) {
      request.cookie(
          cookie(sessions.begin(caller.token()), Math.toIntExact(Sessions.LENGTH.toSeconds())));
    }
  }

  void logOut(Context request) {
    request.cookie(cookie("", 0));
  }

  private Cookie cookie(String value, int seconds) {
    var cookie = new Cookie(Sessions.COOKIE, value);
    cookie.setPath("/");
    cookie.setMaxAge(seconds);
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setSameSite(SameSite.LAX);
    return cookie;
  }
}
