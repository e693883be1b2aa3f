package dev.nightjar.http.jupyter;

import dev.nightjar.http.Requests;
import dev.nightjar.http.Routes;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.task.RuntimeEnvironment;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/scheduler/runtime_environments` and `/scheduler/config`.
public final class SettingsRoutes implements Routes {
  private static final List<String> SUPPORTED =
      List.of(
          "job_name",
          "parameters",
          "output_formats",
          "job_definition",
          "idempotency_token",
          "tags",
          "output_filename_template",
          "stop_job",
          "delete_job");
  private static final List<String> NOT_BY_THIS_INTERFACE =
      List.of(
          "email_notifications",
          "timeout_seconds",
          "retry_on_timeout",
          "max_retries",
          "min_retry_interval_millis");

  private final Services services;

  public SettingsRoutes(Services services) {
    this.services = services;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/scheduler/runtime_environments", this::environments);
    routes.get("/scheduler/config", this::config);
  }

  private void environments(Context request) {
    ArrayNode environments = Json.array();
    for (RuntimeEnvironment one : services.environments().get()) {
      ArrayNode formats = Json.array();
      one.formats()
          .forEach(
              format ->
                  formats.add(
                      Json.object().put("name", format.name()).put("label", format.label())));
      ObjectNode environment =
          Json.object()
              .put("name", one.name())
              .put("label", one.label())
              .put("description", one.description());
      environment.set("file_extensions", JobJson.texts(RuntimeEnvironment.FILE_EXTENSIONS));
      environment.set("output_formats", formats);
      environment.putNull("metadata").putNull("compute_types").putNull("default_compute_type");
      environments.add(environment.put("utc_only", false));
    }
    Requests.answer(request, environments);
  }

  private void config(Context request) {
    ObjectNode features = Json.object();
    SUPPORTED.forEach(feature -> features.put(feature, true));
    NOT_BY_THIS_INTERFACE.forEach(feature -> features.put(feature, false));
    ObjectNode config = Json.object();
    config.set("supported_features", features);
    Requests.answer(request, config.put("manage_environments_command", ""));
  }
}
