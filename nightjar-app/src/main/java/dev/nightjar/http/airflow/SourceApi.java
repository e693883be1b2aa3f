package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.store.KeyedWorkflow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/dagSources/{file_token}`: the text of a DAG's file, as it is now.
final class SourceApi {
  private static final int MOST = 16 << 20;

  private final AirflowServices services;
  private final Lookup lookup;

  SourceApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  void addTo(RoutesConfig routes, String base) {
    routes.get(base + "/dagSources/{file_token}", this::show);
  }

  /// What the file of a DAG is asked for by.
  static String token(KeyedWorkflow dag) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(dag.key().getBytes(StandardCharsets.UTF_8));
  }

  private Optional<KeyedWorkflow> dag(String token) {
    try {
      return lookup.dag(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void show(Context request) throws IOException {
    Path file =
        dag(request.pathParam("file_token"))
            .map(dag -> file(dag.file()))
            .filter(Files::isRegularFile)
            .orElseThrow(() -> new AirflowProblem(404, "Dag source not found", null));
    if (Files.size(file) > MOST) {
      throw new AirflowProblem(
          413, "Request Entity Too Large", "The file has more than %d bytes.".formatted(MOST));
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    String accept = Objects.requireNonNullElse(request.header("Accept"), "*/*");
    if (accept.contains("text/plain") || accept.contains("*/*") && !accept.contains("json")) {
      request.contentType("text/plain; charset=utf-8").result(text);
    } else if (accept.contains("json")) {
      Requests.answer(request, Json.object().put("content", text));
    } else {
      request.status(406).result("Not Allowed Accept Header");
    }
  }

  private @Nullable Path file(@Nullable String name) {
    Path folder = services.folder();
    return folder == null || name == null ? null : folder.resolve(name);
  }
}
