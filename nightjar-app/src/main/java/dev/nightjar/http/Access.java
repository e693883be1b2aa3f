package dev.nightjar.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Who may come in. Tokens come as Jupyter's do: `Authorization: token T`, `Authorization: Bearer
/// T` or `?token=T`.
public final class Access {
  private final @Nullable String token;

  /// @param token the only one that is let in; null to let everybody in
  public Access(@Nullable String token) {
    this.token = token;
  }

  void check(Context request) {
    if (token == null) {
      request.attribute(Requests.WHO, "local user");
      return;
    }
    String given = given(request);
    if (given == null || !same(given, token)) {
      throw new HttpProblem(403, "Forbidden");
    }
    request.attribute(Requests.WHO, "token");
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
    return request.queryParam("token");
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
