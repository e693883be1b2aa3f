package dev.nightjar.http.airflow;

import dev.nightjar.json.Json;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.store.KeyedRun;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Runs as DAG runs.
final class RunView {
  private RunView() {}

  static ObjectNode of(KeyedRun run) {
    Run it = run.run();
    Run.Cause cause = it.cause();
    Instant logical = Moments.logical(it);
    DataInterval interval = cause.interval();
    ObjectNode json = Json.object();
    json.put("dag_id", run.workflow()).put("dag_run_id", run.key());
    json.put("logical_date", Moments.text(logical));
    json.put("execution_date", Moments.text(logical));
    json.put("data_interval_start", Moments.text(interval == null ? logical : interval.start()));
    json.put("data_interval_end", Moments.text(interval == null ? logical : interval.end()));
    json.put("start_date", Moments.textOrNull(it.status().started()));
    json.put("end_date", Moments.textOrNull(it.status().ended()));
    boolean untouched =
        it.status().state() == RunState.QUEUED
            && it.status().updated().equals(it.status().created());
    json.put("last_scheduling_decision", untouched ? null : Moments.text(it.status().updated()));
    json.put("external_trigger", !cause.trigger().byTime());
    json.put(
        "run_type",
        switch (cause.trigger()) {
          case MANUAL, EVENT -> "manual";
          case SCHEDULE -> "scheduled";
          case BACKFILL -> "backfill";
        });
    json.put("state", state(it.status().state()));
    json.set("conf", Described.json(it.parameters()));
    return json.put("note", run.note());
  }

  static String state(RunState state) {
    return switch (state) {
      case QUEUED -> "queued";
      case RUNNING, STOPPING -> "running";
      case SUCCESS -> "success";
      case FAILED, STOPPED -> "failed";
    };
  }

  /// The states that Airflow calls so; empty if there are none.
  static Set<RunState> states(String word) {
    Set<RunState> states = EnumSet.noneOf(RunState.class);
    for (RunState state : RunState.values()) {
      if (state(state).equals(word)) {
        states.add(state);
      }
    }
    return states;
  }
}
