package dev.nightjar.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nightjar.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A web server that behaves as Slack's documentation says, and takes webhooks below `/hook`.
final class WebServer implements AutoCloseable {
  /// A request it got.
  record Got(String path, Map<String, String> headers, String body) {
    JsonNode json() {
      return Json.parse(body);
    }

    @Nullable String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }
  }

  /// What to answer in place of success.
  record Answer(int status, Map<String, String> headers, String body) {}

  static final String TOKEN = "xoxb-1234567890-test-token";

  private final HttpServer server;
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final Queue<Answer> next = new ConcurrentLinkedQueue<>();

  WebServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  List<Got> got() {
    return got;
  }

  List<String> paths() {
    return got.stream().map(Got::path).toList();
  }

  void answerNext(Answer answer) {
    next.add(answer);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Map<String, String> headers = new java.util.HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    got.add(new Got(path, headers, body));
    Answer planned = next.poll();
    Answer answer =
        planned != null
            ? planned
            : new Answer(200, Map.of(), path.startsWith("/api/") ? slack(path, headers) : "ok");
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private String slack(String path, Map<String, String> headers) {
    if (!("Bearer " + TOKEN).equals(headers.get("authorization"))) {
      return "{\"ok\":false,\"error\":\"invalid_auth\"}";
    }
    return switch (path) {
      case "/api/chat.postMessage" ->
          "{\"ok\":true,\"channel\":\"C0123456789\",\"ts\":\"1503435956.000247\"}";
      case "/api/files.getUploadURLExternal" ->
          "{\"ok\":true,\"upload_url\":\"%s\",\"file_id\":\"F012\"}".formatted(url("/upload/1"));
      case "/api/files.completeUploadExternal" -> "{\"ok\":true,\"files\":[{\"id\":\"F012\"}]}";
      default -> "{\"ok\":false,\"error\":\"unknown_method\"}";
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
