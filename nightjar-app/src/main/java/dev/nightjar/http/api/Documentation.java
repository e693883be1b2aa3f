package dev.nightjar.http.api;

import dev.nightjar.json.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// `/api` and `/api/openapi.json`: what there is to ask for.
final class Documentation {
  private static final String FILE = "openapi.json";

  private final byte[] document;

  Documentation() {
    try (InputStream in = Documentation.class.getResourceAsStream(FILE)) {
      this.document = Objects.requireNonNull(in, FILE).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api", this::page), Operation.get("/api/openapi.json", this::openApi));
  }

  /// The description as OpenAPI has it.
  JsonNode openApi() {
    return Json.parse(document);
  }

  private void openApi(Context request) {
    request.contentType("application/json").result(document);
  }

  private void page(Context request) {
    request.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
    request.header("X-Content-Type-Options", "nosniff");
    request.contentType("text/html; charset=utf-8").result(new DocumentationPage(openApi()).html());
  }
}
