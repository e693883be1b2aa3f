package dev.nightjar.app;

import dev.nightjar.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// `/api/events`, read as a browser reads it.
final class ListenedEvents implements AutoCloseable {
  /// @param resume the `id:` that came with it
  record Heard(long resume, JsonNode data) {}

  private final HttpClient client = HttpClient.newHttpClient();
  private final BufferedReader lines;

  ListenedEvents(ApiServer server, String query, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(server.address() + "/api/events" + query));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.statusCode() + " " + lines.readLine());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits for the next event.
  Heard next() {
    try {
      long resume = -1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          resume = Long.parseLong(line.substring(4));
        } else if (line.startsWith("data: ")) {
          return new Heard(resume, Json.parse(line.substring(6)));
        }
      }
      throw new AssertionError("the server ended the stream");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The next event that leads to this state.
  Heard next(String to) {
    Heard heard = next();
    while (!heard.data().path("to").asString("").equals(to)) {
      heard = next();
    }
    return heard;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
