package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.ParameterValue;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/rest_api/api`, as airflow-rest-api-plugin 1.0.4 has it: commands of Airflow 1.10, each
/// answered with what it would print.
final class PluginApi {
  private static final String PLUGIN_VERSION = "1.0.4";
  private static final Set<String> READING =
      Set.of(
          "version",
          "config",
          "show_dependencies",
          "list_dags",
          "list_tasks",
          "dag_state",
          "task_state",
          "next_execution",
          "list_dag_runs");
  private static final Set<String> SETTINGS = Set.of("variables", "connections", "pool");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final AirflowServices services;
  private final Lookup lookup;
  private final OldCommands commands;
  private final DagUpload upload;

  PluginApi(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
    this.commands = new OldCommands(services);
    this.upload = new DagUpload(services);
  }

  void addTo(RoutesConfig routes, String path) {
    routes.get(path, this::answer, Role.VIEWER);
    routes.post(path, this::answer, Role.VIEWER);
  }

  private static String date(Instant time) {
    return DATE.format(time);
  }

  private static Map<String, String> arguments(Map<String, List<String>> given) {
    Map<String, String> arguments = new LinkedHashMap<>();
    given.forEach(
        (name, values) -> {
          if (!name.equals("token") && !values.isEmpty()) {
            arguments.put(name, values.getFirst());
          }
        });
    return arguments;
  }

  private void answer(Context request) {
    ObjectNode answer = Json.object();
    Instant called = services.now();
    Map<String, String> asked = arguments(request.queryParamMap());
    Map<String, String> posted = arguments(request.formParamMap());
    answer.put("call_time", date(called));
    answer.set("arguments", Described.json(asked));
    answer.set("post_arguments", Described.json(shown(posted)));
    Map<String, String> all = new LinkedHashMap<>(asked);
    all.putAll(posted);
    try {
      say(request, answer, all);
    } catch (AirflowProblem problem) {
      String said = problem.getMessage();
      refuse(request, answer, problem.status() == 403 ? 403 : 400, said == null ? "" : said);
    }
  }

  private static Map<String, String> shown(Map<String, String> posted) {
    Map<String, String> shown = new LinkedHashMap<>(posted);
    shown.replaceAll(
        (name, value) ->
            Set.of("conn_password", "conn_uri", "conn_extra", "set").contains(name)
                ? "******"
                : value);
    return shown;
  }

  private void say(Context request, ObjectNode answer, Map<String, String> arguments) {
    String api = arguments.get("api");
    if (api == null || api.isEmpty()) {
      refuse(request, answer, 400, "API should be provided");
      return;
    }
    if (api.equals("rest_api_plugin_version")) {
      answer.put("output", PLUGIN_VERSION);
      finish(request, answer, 200);
      return;
    }
    if (api.equals("refresh_dag")) {
      requireDag(arguments);
      String dag = arguments.get("dag_id");
      answer.put("output", "DAG [%s] is now fresh as a daisy".formatted(dag));
      finish(request, answer, 200);
      return;
    }
    if (api.equals("deploy_dag")) {
      require(request, Role.ADMIN); // it is code that runs with the rights of the server
      answer.put(
          "output", "DAG File [%s] has been uploaded".formatted(upload.take(request, arguments)));
      finish(request, answer, 200);
      return;
    }
    PluginCall call = PluginCall.find(api);
    if (call == null) {
      refuse(request, answer, 400, "API '%s' was not found".formatted(shortened(api)));
      return;
    }
    List<String> missing =
        call.positionals().stream()
            .filter(name -> call.required().contains(name))
            .filter(name -> arguments.getOrDefault(name, "").isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      refuse(
          request,
          answer,
          400,
          "The argument(s) %s are required"
              .formatted(ParameterValue.of(Described.json(missing)).repr()));
      return;
    }
    if (call.positionals().contains("dag_id")) {
      requireDag(arguments);
    }
    requireRole(request, api, arguments);
    Said said = commands.run(api, arguments, Requests.who(request));
    answer.put("airflow_cmd", call.commandLine(arguments));
    answer.putObject("output").put("stderr", said.err()).put("stdin", "").put("stdout", said.out());
    finish(request, answer, 200);
  }

  private void requireDag(Map<String, String> arguments) {
    String dag = arguments.getOrDefault("dag_id", "");
    if (lookup.dag(dag).isEmpty()) {
      throw AirflowProblem.bad("The DAG ID '%s' does not exist".formatted(shortened(dag)));
    }
  }

  private static void requireRole(Context request, String api, Map<String, String> arguments) {
    boolean reads =
        READING.contains(api)
            || api.equals("pool")
                && !arguments.containsKey("set")
                && !arguments.containsKey("delete");
    boolean setting =
        SETTINGS.contains(api)
            && Set.of("set", "delete", "add", "import", "test").stream()
                .anyMatch(arguments::containsKey);
    require(request, reads ? Role.VIEWER : setting ? Role.OPERATOR : Role.EDITOR);
  }

  private static void require(Context request, Role needed) {
    if (Requests.caller(request).role().compareTo(needed) < 0) {
      throw new AirflowProblem(
          403, "Forbidden", "This needs the role %s.".formatted(needed.word()));
    }
  }

  private static String shortened(String text) {
    return text.length() > 250 ? text.substring(0, 250) + "…" : text;
  }

  private void refuse(Context request, ObjectNode answer, int status, String why) {
    answer.put("output", why);
    finish(request, answer, status);
  }

  private void finish(Context request, ObjectNode answer, int status) {
    answer.put("status", status == 200 ? "OK" : "ERROR").put("http_response_code", status);
    answer.put("response_time", date(services.now()));
    request.status(status);
    Requests.answer(request, answer);
  }
}
