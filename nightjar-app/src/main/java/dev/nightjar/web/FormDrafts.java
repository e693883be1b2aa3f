package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What stands in forms at first.
record FormDrafts(Services services) {
  /// For a notebook that is new here.
  Draft fresh(String notebook, ParameterFields parameters) {
    var draft = new Draft(Map.of());
    String file = notebook.substring(notebook.lastIndexOf('/') + 1);
    draft.put("name", file.replaceFirst("\\.ipynb$", ""));
    draft.put("notebook", notebook);
    draft.put("token", UUID.randomUUID().toString());
    draft.put("format", List.of("ipynb", "html"));
    draft.put("output", NotebookWork.DEFAULT_OUTPUT_NAME);
    draft.put("zone", zone(services.clock().getZone()));
    parameters.fill(draft, Map.of());
    return draft;
  }

  private static String zone(ZoneId zone) {
    return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  private static String local(@Nullable Instant time, ZoneId zone) {
    return time == null ? "" : LocalDateTime.ofInstant(time, zone).toString();
  }

  /// For a change of what is stored.
  static Draft stored(StoredWorkflow stored, ParameterFields parameters) {
    Workflow workflow = stored.workflow();
    NotebookWork work = workflow.onlyNotebook();
    Task task = workflow.onlyTask();
    var draft = new Draft(Map.of());
    draft.put("name", workflow.name());
    draft.put("environment", work.environment() == null ? "" : work.environment());
    draft.put("format", work.outputFormats());
    draft.put("output", work.outputName());
    draft.put("folder", work.packageFolder() ? List.of("yes") : List.of());
    draft.put("tags", String.join(", ", workflow.tags()));
    if (task.retry().times() > 0) {
      draft.put("retries", String.valueOf(task.retry().times()));
      draft.put("delay", String.valueOf(task.retry().delay().toSeconds()));
    }
    Duration timeout = task.limits().timeout();
    if (timeout != null) {
      draft.put("timeout", String.valueOf(Math.max(1, timeout.toMinutes())));
    }
    Duration keep = task.limits().keepKernel();
    if (keep != null) {
      draft.put("keep", String.valueOf(Math.max(1, keep.toMinutes())));
    }
    if (!workflow.alerts().isEmpty()) {
      AlertRule rule = workflow.alerts().getFirst();
      draft.put("alert", rule.target());
      draft.put("on", rule.on().stream().map(Enum::name).toList());
    }
    Timetable timetable = stored.timing().timetable();
    Placement placement = task.placement();
    draft.put("pool", placement.pool() == null ? "" : placement.pool());
    draft.put("priority", placement.priority() == 0 ? "" : String.valueOf(placement.priority()));
    draft.put("zone", "UTC");
    if (timetable != null) {
      draft.put("schedule", timetable.schedule().text());
      draft.put("zone", Schedules.zone(timetable));
      draft.put("overlap", timetable.overlap().name());
      draft.put("misfire", timetable.misfire().name());
      draft.put("start", local(timetable.start(), timetable.zone()));
      draft.put("end", local(timetable.end(), timetable.zone()));
      if (timetable.jitter().isPositive()) {
        draft.put("jitter", String.valueOf(Math.max(1, timetable.jitter().toSeconds())));
      }
    }
    parameters.fill(draft, workflow.parameters());
    return draft;
  }
}
