package dev.nightjar.http;

import dev.nightjar.json.Json;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/// A request to one of Airflow's interfaces that cannot be done, in Airflow's words.
public final class AirflowProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String TYPES =
      "https://airflow.apache.org/docs/apache-airflow/2.9.3/stable-rest-api-ref.html#section/Errors/";

  private final int status;
  private final String title;

  /// @param detail null for no more than the title
  public AirflowProblem(int status, String title, @Nullable String detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }

  /// The request makes no sense.
  public static AirflowProblem bad(String detail) {
    return new AirflowProblem(400, "Bad Request", detail);
  }

  public int status() {
    return status;
  }

  /// Answers a request to the stable interface with what is wrong.
  public void answer(Context request) {
    answer(request, status, title, getMessage());
  }

  /// Whether what lies at this path is answered in Airflow's words.
  static boolean isFor(String path) {
    return path.startsWith("/airflow/")
        || path.startsWith("/api/experimental/")
        || path.startsWith("/admin/");
  }

  /// Whether it is the old plugin's interface, which answers in words of its own.
  static boolean isPlugin(String path) {
    return path.endsWith("/admin/rest_api/api");
  }

  /// Answers with what is wrong, if all that is known of it is its status.
  static void answer(Context request, int status, @Nullable String detail) {
    String title = status == 401 ? "Unauthorized" : HttpStatus.forStatus(status).getMessage();
    answer(request, status, title, detail);
  }

  private static void answer(Context request, int status, String title, @Nullable String detail) {
    var body = Json.object();
    if (isPlugin(request.path())) {
      boolean token = detail == null || status == 403 && detail.equals("Unauthorized");
      body.put("status", "ERROR").put("http_response_code", status);
      body.put("output", token ? "Token Authentication Failed" : detail);
      request.status(status).contentType("application/json").result(Json.compact(body));
      return;
    }
    if (request.path().contains("/api/experimental/")) {
      body.put("error", detail == null ? title : detail);
      request.status(status).contentType("application/json").result(Json.compact(body));
      return;
    }
    body.put("detail", detail).put("status", status).put("title", title);
    body.put("type", TYPES + word(status));
    request.status(status).contentType("application/problem+json").result(Json.compact(body));
  }

  private static String word(int status) {
    return switch (status) {
      case 400 -> "BadRequest";
      case 401 -> "Unauthenticated";
      case 403 -> "PermissionDenied";
      case 404 -> "NotFound";
      case 405 -> "MethodNotAllowed";
      case 409 -> "AlreadyExists";
      default -> "Unknown";
    };
  }
}
