package dev.nightjar.app;

import dev.nightjar.json.Json;
import dev.nightjar.task.RuntimeEnvironment;
import dev.nightjar.task.RuntimeEnvironment.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A server on a free port, whose attempts are those of `server/task.sh`: a parameter `fail` makes
/// them fail, `wait` makes them wait until they are stopped.
public final class ApiServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path root;
  private final Server server;
  private final HttpClient client = HttpClient.newHttpClient();

  /// With SQLite, for everybody.
  ///
  /// @param folder for its root and its data
  public ApiServer(Path folder) {
    this(folder, null, null);
  }

  /// With another database, or a token.
  ///
  /// @param database null for SQLite
  /// @param token null for none
  public ApiServer(Path folder, @Nullable String database, @Nullable String token) {
    this(folder, settings(database, token), true);
  }

  /// With these settings.
  ///
  /// @param listens whether it answers requests, or only works
  ApiServer(Path folder, Map<String, String> settings, boolean listens) {
    try {
      this.root = Files.createDirectories(folder.resolve("root"));
      Path task = folder.resolve("task.sh");
      try (InputStream in = ApiServer.class.getResourceAsStream("/server/task.sh")) {
        Files.write(task, in.readAllBytes());
      }
      Files.writeString(root.resolve("report.ipynb"), notebook());
      this.server =
          new Server(
              TestConfig.of(root, folder.resolve("data"), settings),
              List.of("sh", task.toString()),
              ApiServer::environments,
              listens,
              Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> settings(@Nullable String database, @Nullable String token) {
    Map<String, String> settings = new HashMap<>(Map.of("worker.kernels", "4"));
    if (database != null) {
      settings.put("server.db", database);
    }
    if (token != null) {
      settings.put("server.token", token);
    }
    return settings;
  }

  private static List<RuntimeEnvironment> environments() {
    return List.of(
        new RuntimeEnvironment(
            "python3",
            "Python 3",
            "here",
            "python",
            List.of(new Format("ipynb", "Notebook"), new Format("html", "HTML")),
            null));
  }

  /// A notebook with two parameters.
  public static String notebook() {
    return """
        {"nbformat":4,"nbformat_minor":5,
         "metadata":{"kernelspec":{"name":"python3","display_name":"Python 3","language":"python"}},
         "cells":[{"id":"a","cell_type":"code","metadata":{"tags":["parameters"]},"outputs":[],
                   "execution_count":null,"source":"day: str = '2026-01-01'  # which day\\nlimit = 10"},
                  {"id":"b","cell_type":"code","metadata":{},"outputs":[],
                   "execution_count":null,"source":"print(day)"}]}
        """;
  }

  /// The folder of the notebooks.
  public Path root() {
    return root;
  }

  public String address() {
    return "http://127.0.0.1:" + server.port();
  }

  public int port() {
    return server.port();
  }

  /// An answer.
  public record Answer(int status, String text, HttpResponse<byte[]> response) {
    public JsonNode json() {
      return Json.parse(text);
    }

    public @Nullable String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public Answer post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  /// Asks.
  ///
  /// @param body JSON; null for none
  /// @param headers names and values
  public Answer send(String method, String path, @Nullable String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .timeout(PATIENCE)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      for (int i = 0; i < headers.length; i += 2) {
        request.setHeader(headers[i], headers[i + 1]);
      }
    }
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(),
          new String(response.body(), java.nio.charset.StandardCharsets.UTF_8),
          response);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Submits a job of `report.ipynb` with one parameter.
  ///
  /// @return its id
  public String submit(String parameter) {
    Answer answer =
        post(
            "/api/jobs",
            "{\"notebook\":\"report.ipynb\",\"parameters\":{\"%s\":1}}".formatted(parameter));
    if (answer.status() != 201) {
      throw new AssertionError(answer.text());
    }
    return answer.json().path("id").stringValue();
  }

  /// Follows a job's log to its end, and shows the job then.
  public ObjectNode ended(String job) {
    JsonNode shown = get("/api/jobs/" + job).json();
    while (List.of("QUEUED", "RUNNING", "STOPPING").contains(shown.path("state").stringValue())) {
      get("/api/jobs/%s/log?follow=true".formatted(job));
      shown = get("/api/jobs/" + job).json();
    }
    return (ObjectNode) shown;
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
