package dev.nightjar.call;

import dev.nightjar.workflow.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Sends requests. Follows no redirects: they could lead what is secret elsewhere. Thread-safe.
final class HttpSender {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TYPE = "Content-Type";

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// What was answered; its body is read from the network.
  record Answer(int status, String type, InputStream body) implements AutoCloseable {
    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        // nobody wants the rest
      }
    }
  }

  /// @param patience how long the answer may take to begin
  Answer send(HttpRequest request, HttpTarget target, Duration patience)
      throws CallException, InterruptedException {
    java.net.http.HttpRequest sent = request(request, target, patience);
    try {
      HttpResponse<InputStream> response =
          client.send(sent, HttpResponse.BodyHandlers.ofInputStream());
      return new Answer(
          response.statusCode(), response.headers().firstValue(TYPE).orElse(""), response.body());
    } catch (IOException e) {
      throw new CallException(
          "%s does not answer: %s".formatted(target.shown(), e.getClass().getSimpleName()));
    }
  }

  private static java.net.http.HttpRequest request(
      HttpRequest request, HttpTarget target, Duration patience) throws CallException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "Nightjar");
    var body = java.net.http.HttpRequest.BodyPublishers.noBody();
    if (request.body() instanceof String text) {
      body = java.net.http.HttpRequest.BodyPublishers.ofString(text, StandardCharsets.UTF_8);
      headers.put(TYPE, "text/plain; charset=utf-8");
    } else if (request.body() != null) {
      byte[] json = JSON.writeValueAsBytes(request.body());
      body = java.net.http.HttpRequest.BodyPublishers.ofByteArray(json);
      headers.put(TYPE, "application/json");
    }
    headers.putAll(request.headers());
    headers.putAll(target.secrets());
    var builder =
        java.net.http.HttpRequest.newBuilder(target.url())
            .timeout(patience)
            .method(request.method(), body);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      try {
        builder.header(header.getKey(), header.getValue());
      } catch (IllegalArgumentException unfit) {
        throw new CallException(
            "the header '%s' can't be sent: its name or value is none of HTTP"
                .formatted(header.getKey()));
      }
    }
    return builder.build();
  }
}
