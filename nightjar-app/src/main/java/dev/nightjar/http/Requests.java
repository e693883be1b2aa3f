package dev.nightjar.http;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads and answers requests in JSON.
public final class Requests {
  /// The request attribute that says who asks.
  static final String CALLER = "nightjar.caller";

  /// The request attribute with the attempt that asks.
  static final String ATTEMPT = "nightjar.attempt";

  private Requests() {}

  /// Who asks, as events name him.
  public static String who(Context request) {
    Caller caller = callerOrNull(request);
    return caller == null ? "anonymous" : caller.name();
  }

  /// Who asks.
  ///
  /// @throws HttpProblem 403 if nobody knows
  public static Caller caller(Context request) {
    Caller caller = callerOrNull(request);
    if (caller == null) {
      throw Access.forbidden();
    }
    return caller;
  }

  /// Which attempt asks.
  ///
  /// @throws HttpProblem 403 if it is none
  public static AttemptTokens.Attempt attempt(Context request) {
    AttemptTokens.Attempt attempt = request.<AttemptTokens.@Nullable Attempt>attribute(ATTEMPT);
    if (attempt == null) {
      throw Access.forbidden();
    }
    return attempt;
  }

  static @Nullable Caller callerOrNull(Context request) {
    return request.<@Nullable Caller>attribute(CALLER);
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
