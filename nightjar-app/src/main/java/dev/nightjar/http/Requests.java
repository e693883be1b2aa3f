package dev.nightjar.http;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import io.javalin.http.Context;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads and answers requests in JSON.
public final class Requests {
  /// The request attribute that says who asks.
  static final String WHO = "nightjar.who";

  private Requests() {}

  /// Who asks, as events name him.
  public static String who(Context request) {
    String who = request.attribute(WHO);
    return who == null ? "anonymous" : who;
  }

  /// The JSON object in the body.
  ///
  /// @throws HttpProblem 400 if it is none
  public static ObjectNode object(Context request) {
    JsonNode body;
    try {
      body = Json.parse(request.bodyAsBytes());
    } catch (JsonException e) {
      throw HttpProblem.bad("Invalid JSON in body of request");
    }
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw HttpProblem.bad("The body of the request is not a JSON object.");
  }

  /// Answers with JSON.
  public static void answer(Context request, JsonNode body) {
    request.contentType("application/json").result(Json.compact(body));
  }
}
