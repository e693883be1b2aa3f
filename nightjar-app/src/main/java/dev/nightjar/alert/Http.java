package dev.nightjar.alert;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Posts to other programs. Follows no redirects: they could lead into our own network.
final class Http {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST_ANSWER = 1 << 16;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// Posts a body, and returns the answer's.
  ///
  /// @throws ChannelException unless the status is 2xx
  String post(URI url, Map<String, String> headers, byte[] body)
      throws ChannelException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("User-Agent", "Nightjar")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() / 100 != 2) {
          throw new ChannelException(
              "%s answered %d".formatted(url.getHost(), response.statusCode()),
              wait(response).orElse(null));
        }
        return new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new ChannelException(
          "%s can't be reached: %s".formatted(url.getHost(), e.getClass().getSimpleName()));
    }
  }

  private static Optional<Duration> wait(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
