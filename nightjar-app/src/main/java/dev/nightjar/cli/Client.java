package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Talks to a server's `/api`.
final class Client implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ServerAddress server;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  Client(ServerAddress server) {
    this.server = server;
  }

  JsonNode get(String path) {
    return json(send(request(path).GET()));
  }

  JsonNode post(String path, JsonNode body) {
    return sendBody("POST", path, body, Map.of());
  }

  /// @param headers more of them
  JsonNode sendBody(String method, String path, JsonNode body, Map<String, String> headers) {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(Json.compact(body)));
    headers.forEach(request::header);
    return json(send(request));
  }

  /// Sends a form, and waits for as long as the answer takes.
  JsonNode postForm(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
    return json(
        send(
            unhurried(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))));
  }

  void delete(String path) {
    try (InputStream nothing = send(request(path).DELETE())) {
      nothing.readAllBytes();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /// What the server answers, as it comes.
  InputStream stream(String path) {
    return send(request(path).GET());
  }

  /// A part of an address.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    var request = unhurried(path);
    return path.contains("follow=true") ? request : request.timeout(PATIENCE);
  }

  private HttpRequest.Builder unhurried(String path) {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (server.token() != null) {
      request.header("Authorization", "Bearer " + server.token());
    }
    return request;
  }

  private InputStream send(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() < 300) {
        return answer.body();
      }
      throw refused(answer);
    } catch (IOException e) {
      throw unreached(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreached(new InterruptedIOException("interrupted"));
    }
  }

  private JsonNode json(InputStream answer) {
    try (answer) {
      byte[] text = answer.readAllBytes();
      return text.length == 0 ? Json.object() : Json.parse(text);
    } catch (IOException e) {
      throw lost(e);
    } catch (JsonException e) {
      throw new ServerException(
          "%s does not answer as a Nightjar server does: %s."
              .formatted(server.url(), e.getMessage()),
          ServerException.UNREACHED);
    }
  }

  private ServerException refused(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      String text = new String(body.readNBytes(1 << 20), StandardCharsets.UTF_8);
      String said = said(text);
      return switch (answer.statusCode()) {
        case 401, 403 ->
            new ServerException(
                "%s does not let us do that (%s). Give a token by --token, NIGHTJAR_TOKEN or a profile."
                    .formatted(server.url(), said == null ? "HTTP " + answer.statusCode() : said),
                1);
        default ->
            new ServerException(
                said != null
                    ? said
                    : "%s answered %d, which a Nightjar server does not."
                        .formatted(server.url(), answer.statusCode()),
                1,
                answer.statusCode());
      };
    }
  }

  private static @Nullable String said(String text) {
    try {
      JsonNode answer = Json.parse(text);
      for (String name : List.of("detail", "title", "output")) {
        if (answer.path(name).isString()) {
          return answer.path(name).stringValue();
        }
      }
      return null;
    } catch (JsonException e) {
      return null;
    }
  }

  private ServerException unreached(IOException problem) {
    String said = problem.getMessage();
    return new ServerException(
        "%s can't be reached%s. Is the server running (nightjar server)? Another address is given by --server or NIGHTJAR_SERVER."
            .formatted(server.url(), said == null ? "" : " (" + said + ")"),
        ServerException.UNREACHED);
  }

  private ServerException lost(IOException problem) {
    return new ServerException(
        "the connection to %s broke: %s".formatted(server.url(), problem.getMessage()),
        ServerException.UNREACHED);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
