package dev.nightjar.kernel;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Requests to a gateway, and what their failures mean to people. Thread-safe.
final class GatewayHttp {
  private final Gateway gateway;
  private final Duration beat;
  private final HttpClient client;

  /// @param beat what times between two attempts, and two looks, are multiples of
  GatewayHttp(Gateway gateway, Duration beat) {
    this.gateway = gateway;
    this.beat = beat;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(gateway.requestTimeout());
    if (!gateway.validatesCertificate()) {
      builder.sslContext(trustingAll());
    }
    this.client = builder.build();
  }

  HttpClient client() {
    return client;
  }

  Gateway gateway() {
    return gateway;
  }

  Duration beats(int count) {
    return beat.multipliedBy(count);
  }

  /// What the gateway answers.
  ///
  /// @throws KernelException if it does not, or says no
  JsonNode get(String path) {
    return json(path, send(request(path).GET(), gateway.requestTimeout()));
  }

  /// The answer, whatever its status.
  ///
  /// @throws KernelException if none came
  HttpResponse<byte[]> send(HttpRequest.Builder request, Duration timeout) {
    try {
      return client.send(request.timeout(timeout).build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException("Interrupted while waiting for the %s.".formatted(gateway), e);
    }
  }

  /// Without a timeout: a request given up would leave what it started behind.
  CompletableFuture<JsonNode> post(String path, JsonNode body) {
    return client
        .sendAsync(
            request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.compact(body)))
                .build(),
            BodyHandlers.ofByteArray())
        .thenApply(response -> json(path, response));
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri().resolve(path));
    gateway.headers().forEach(request::header);
    return request;
  }

  URI webSocket(String path) {
    return URI.create(gateway.uri().resolve(path).toString().replaceFirst("^http", "ws"));
  }

  private JsonNode json(String path, HttpResponse<byte[]> response) {
    check(path, response.statusCode(), response.body());
    try {
      return Json.parse(response.body());
    } catch (JsonException e) {
      throw new KernelException(
          "%s is no Jupyter gateway: its answer to %s is not JSON.".formatted(gateway.uri(), path),
          e);
    }
  }

  /// @throws KernelException if the status says that it did not work
  void check(String path, int status, byte @Nullable [] body) {
    if (status / 100 == 2) {
      return;
    }
    throw new KernelException(
        switch (status) {
          case 401, 403 ->
              "The %s refuses us (HTTP %d). Check its token (JUPYTER_GATEWAY_AUTH_TOKEN)."
                  .formatted(gateway, status);
          case 404 ->
              "%s is no Jupyter gateway, or has lost the kernel: it has no %s."
                  .formatted(gateway.uri(), path);
          default ->
              "The %s answered HTTP %d to %s%s.".formatted(gateway, status, path, reason(body));
        });
  }

  private static String reason(byte @Nullable [] body) {
    if (body == null) {
      return "";
    }
    try {
      String message = Json.parse(body).path("message").asString("").strip();
      return message.isEmpty() ? "" : ": " + message.lines().findFirst().orElse("");
    } catch (JsonException e) {
      return "";
    }
  }

  KernelException unreachable(Throwable e) {
    String why =
        switch (e) {
          case HttpConnectTimeoutException _ -> "it takes no connection";
          case HttpTimeoutException _ ->
              "no answer in %d seconds".formatted(gateway.requestTimeout().toSeconds());
          case ConnectException _ -> "nothing listens there";
          case SSLException _ ->
              "%s (JUPYTER_GATEWAY_VALIDATE_CERT=no trusts any certificate)"
                  .formatted(e.getMessage());
          default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    return new KernelException("The %s can't be reached: %s.".formatted(gateway, why), e);
  }

  private static SSLContext trustingAll() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustingAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /// For `JUPYTER_GATEWAY_VALIDATE_CERT=no`. Being an extended one, it is asked for the name, too.
  private static final class TrustingAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
