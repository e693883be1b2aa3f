package dev.nightjar.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a request of a browser comes from our own pages, and means us.
///
/// @param loopback only this machine reaches us, so a request for another name was led here by a
///     DNS server that an attacker controls
/// @param url where people reach us; null if that is not known
record Origins(boolean loopback, @Nullable URI url) {
  /// Refuses a request for a name that is not ours.
  void checkHost(Context request) {
    String host = name(request.header("Host"));
    if (loopback && !isLocal(host) && !(url != null && host.equalsIgnoreCase(url.getHost()))) {
      throw new HttpProblem(
          403,
          "This server is not called '%s'. If it is, set server.url to the address that people use."
              .formatted(host));
    }
  }

  /// Refuses what the page of another site sent.
  void checkOrigin(Context request) {
    String origin = request.header("Origin");
    String site = request.header("Sec-Fetch-Site");
    boolean foreign =
        origin != null
            ? !isOurs(origin, request.header("Host"))
            : site != null && !site.equals("same-origin") && !site.equals("none");
    if (foreign) {
      throw new HttpProblem(403, "This request comes from another site.");
    }
  }

  private boolean isOurs(String origin, @Nullable String host) {
    int start = origin.indexOf("://");
    String from = start < 0 ? origin : origin.substring(start + 3);
    return host != null && from.equalsIgnoreCase(host)
        || url != null && from.equalsIgnoreCase(url.getAuthority());
  }

  private static String name(@Nullable String host) {
    if (host == null) {
      return "";
    }
    int port = host.startsWith("[") ? host.indexOf("]:") + 1 : host.indexOf(':');
    return (port > 0 ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
  }

  private static boolean isLocal(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}
