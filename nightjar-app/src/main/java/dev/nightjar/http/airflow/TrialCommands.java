package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedWorkflow;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `airflow test` and `airflow render`, with what they print.
final class TrialCommands {
  private static final String BANNER = "# " + "-".repeat(58);

  private final AirflowServices services;
  private final Lookup lookup;

  TrialCommands(AirflowServices services) {
    this.services = services;
    this.lookup = new Lookup(services);
  }

  /// Runs a task, whatever comes before it.
  Said test(KeyedWorkflow dag, Map<String, String> given, String who) {
    boolean dry = given.containsKey("dry_run");
    if (dry) {
      return render(dag, given, who);
    }
    Trials.Tried tried = attempt(dag, given, who, Trials.Kind.TEST);
    return new Said(tried.said() + "\n", tried.problem() == null ? "" : tried.problem() + "\n");
  }

  /// Tells what the templates of a task become.
  Said render(KeyedWorkflow dag, Map<String, String> given, String who) {
    Trials.Tried tried = attempt(dag, given, who, Trials.Kind.RENDER);
    if (tried.problem() != null) {
      return Said.failed(tried.problem() + "\n");
    }
    StringBuilder out = new StringBuilder();
    tried
        .rendered()
        .forEach(
            (name, value) ->
                out.append(
                    "%s\n# property: %s\n%s\n%s\n\n"
                        .formatted(
                            BANNER, name, BANNER, ParameterValue.of(Described.json(value)).str())));
    return Said.out(out.toString());
  }

  private Trials.Tried attempt(
      KeyedWorkflow dag, Map<String, String> given, String who, Trials.Kind kind) {
    String task = given.getOrDefault("task_id", "");
    if (dag.stored().workflow().task(task).isEmpty()) {
      throw AirflowProblem.bad(
          "airflow.exceptions.TaskNotFound: Task %s not found".formatted(task));
    }
    try {
      return services
          .trials()
          .attempt(
              new Trials.Asked(
                  run(dag, given.getOrDefault("execution_date", ""), who),
                  task,
                  kind,
                  parameters(given.getOrDefault("task_params", ""))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AirflowProblem(503, "Unavailable", "The server ends.");
    }
  }

  private static Map<String, Object> parameters(String text) {
    try {
      JsonNode json = text.isEmpty() ? Json.object() : Json.parse(text);
      if (json instanceof ObjectNode object) {
        return Described.values(object);
      }
    } catch (JsonException e) {
      throw AirflowProblem.bad("task_params is not JSON: " + e.getMessage());
    }
    throw AirflowProblem.bad("task_params is not a JSON object");
  }

  /// The run of that name or time, or one that is made for this alone.
  private Run run(KeyedWorkflow dag, String named, String who) {
    OffsetDateTime time = Moments.parse(named);
    if (time == null) {
      return lookup.requireRun(dag, named).run();
    }
    return lookup
        .run(dag, named)
        .map(KeyedRun::run)
        .orElseGet(() -> run(dag, time.toInstant(), who));
  }

  private Run run(KeyedWorkflow dag, Instant time, String who) {
    Instant now = services.now();
    DataInterval interval =
        Optional.ofNullable(dag.stored().timing().intervals())
            .flatMap((DataIntervals intervals) -> intervals.manual(time))
            .orElse(new DataInterval(time, time));
    String key = "__airflow_temporary_run_%s__".formatted(RunNames.iso(now));
    return new Run(
        Ids.next(services.services().clock()),
        dag.stored().id(),
        dag.stored().workflow(),
        dag.stored().snapshot(),
        Map.of(),
        new Run.Cause(Run.Trigger.MANUAL, key, time, interval, null, who),
        new Run.Status(RunState.RUNNING, null, now, now, now, null));
  }
}
