package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where kernels run behind HTTP: a Jupyter Kernel Gateway, Enterprise Gateway or Jupyter Server.
///
/// @param uri its base address, `http` or `https`, with a `/` at the end
/// @param headers sent with each request; those that let us in are among them
/// @param validatesCertificate whether its certificate must be one that this machine trusts
/// @param requestTimeout how long it may take to answer; starting a kernel is one request
/// @param variables names of variables that go to its kernels, besides those called `KERNEL_…`
public record Gateway(
    URI uri,
    Map<String, String> headers,
    boolean validatesCertificate,
    Duration requestTimeout,
    Set<String> variables) {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(42); // as Jupyter has it
  private static final String AUTHORIZATION = "Authorization";

  /// @throws KernelException if the address is none of a gateway
  public Gateway {
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new KernelException(
          "A gateway's address starts with http:// or https://, and %s does not.".formatted(uri));
    }
    if (uri.getRawQuery() != null || !uri.getPath().endsWith("/")) {
      throw new IllegalArgumentException("%s is no base address".formatted(uri));
    }
    headers = Map.copyOf(headers);
    variables = Set.copyOf(variables);
  }

  /// The gateway at an address as people copy it: a token in its query counts.
  ///
  /// @param token what lets us in; null for none but that of the address
  /// @throws KernelException if the address is none of a gateway
  public static Gateway at(String address, @Nullable String token) {
    URI uri = parse(address);
    String given = token == null ? tokenIn(uri) : token;
    return new Gateway(
        base(uri),
        given == null ? Map.of() : Map.of(AUTHORIZATION, "token " + given),
        true,
        REQUEST_TIMEOUT,
        Set.of());
  }

  /// The gateway that Jupyter's own variables name (`JUPYTER_GATEWAY_URL` and its like), if they
  /// name one.
  ///
  /// @throws KernelException if a variable makes no sense
  public static Optional<Gateway> of(Map<String, String> environment) {
    String address = environment.getOrDefault("JUPYTER_GATEWAY_URL", "");
    if (address.isEmpty()) {
      return Optional.empty();
    }
    URI uri = parse(address);
    return Optional.of(
        new Gateway(
            base(uri),
            headers(environment, uri),
            !List.of("no", "false", "0")
                .contains(
                    environment
                        .getOrDefault("JUPYTER_GATEWAY_VALIDATE_CERT", "true")
                        .toLowerCase(Locale.ROOT)),
            timeout(environment.get("JUPYTER_GATEWAY_REQUEST_TIMEOUT")),
            Stream.of("JUPYTER_GATEWAY_ALLOWED_ENVS", "JUPYTER_GATEWAY_ENV_WHITELIST")
                .flatMap(name -> Stream.of(environment.getOrDefault(name, "").split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet())));
  }

  private static Map<String, String> headers(Map<String, String> environment, URI uri) {
    Map<String, String> headers = new LinkedHashMap<>();
    String more = environment.getOrDefault("JUPYTER_GATEWAY_HEADERS", "{}");
    try {
      Json.parse(more)
          .properties()
          .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asString("")));
    } catch (JsonException e) {
      throw new KernelException(
          "JUPYTER_GATEWAY_HEADERS is not a JSON object: " + e.getMessage(), e);
    }
    String inAddress = tokenIn(uri);
    String token =
        environment.getOrDefault("JUPYTER_GATEWAY_AUTH_TOKEN", inAddress == null ? "" : inAddress);
    String user = environment.getOrDefault("JUPYTER_GATEWAY_HTTP_USER", "");
    if (!token.isEmpty()) {
      String scheme = environment.getOrDefault("JUPYTER_GATEWAY_AUTH_SCHEME", "token");
      headers.put(AUTHORIZATION, scheme + " " + token);
    } else if (!user.isEmpty()) {
      String login = user + ":" + environment.getOrDefault("JUPYTER_GATEWAY_HTTP_PWD", "");
      headers.put(
          AUTHORIZATION,
          "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }
    return headers;
  }

  private static Duration timeout(@Nullable String seconds) {
    if (seconds == null || seconds.isBlank()) {
      return REQUEST_TIMEOUT;
    }
    try {
      double value = Double.parseDouble(seconds);
      if (value > 0 && value < 1e9) {
        return Duration.ofMillis(Math.round(value * 1000));
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new KernelException(
        "JUPYTER_GATEWAY_REQUEST_TIMEOUT is '%s'; it is a number of seconds above 0."
            .formatted(seconds));
  }

  private static URI parse(String address) {
    try {
      return URI.create(address.strip());
    } catch (IllegalArgumentException e) {
      throw new KernelException("%s is no address of a gateway.".formatted(address), e);
    }
  }

  private static URI base(URI uri) {
    String text = uri.toString().replaceFirst("[?#].*$", "");
    return URI.create(text.endsWith("/") ? text : text + "/");
  }

  private static @Nullable String tokenIn(URI uri) {
    String query = uri.getRawQuery();
    return query == null
        ? null
        : Stream.of(query.split("&", -1))
            .filter(part -> part.startsWith("token="))
            .map(part -> URLDecoder.decode(part.substring(6), StandardCharsets.UTF_8))
            .findFirst()
            .orElse(null);
  }

  /// Without the headers, which hold secrets.
  @Override
  public String toString() {
    return "gateway at " + uri;
  }
}
