package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Role;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.Dates;
import dev.nightjar.scheduler.Backfills;
import dev.nightjar.scheduler.Backfills.Again;
import dev.nightjar.scheduler.Backfills.Entry;
import dev.nightjar.scheduler.Backfills.Step;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.StoredWorkflow;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `/api/workflows/{key}/backfill`: runs for times that have passed. Who asks for a few at a time
/// asks again until nothing is left to do.
final class BackfillApi {
  private static final int LONGEST_KEY = 250;
  private static final int MOST_JOBS = 1_000;

  private final Services services;
  private final Backfills backfills;
  private final FileWorkflows files = new FileWorkflows();

  BackfillApi(Services services, Workflows workflows) {
    this.services = services;
    this.backfills = workflows.backfills();
  }

  List<Operation> operations() {
    return List.of(Operation.post("/api/workflows/{key}/backfill", Role.EDITOR, this::backfill));
  }

  private void backfill(Context request) {
    String key = request.pathParam("key");
    StoredWorkflow workflow =
        (Texts.fault(key, LONGEST_KEY) == null
                ? services.database().read(transaction -> files.find(transaction, key))
                : Optional.<StoredWorkflow>empty())
            .orElseThrow(() -> HttpProblem.missing("There is no workflow of this key."));
    ZoneId zone =
        workflow.timing().timetable() == null
            ? ZoneOffset.UTC
            : workflow.timing().timetable().zone();
    Body body = Body.of(request, Bytes.SMALL);
    Instant from = time(body, "from", zone, false);
    Instant to = time(body, "to", zone, true);
    Again again = body.word("again", Again.values());
    Instant since = body.time("since");
    Long jobs = body.whole("jobs", 1, MOST_JOBS);
    Map<String, Object> parameters = body.values("parameters");
    boolean dry = Boolean.TRUE.equals(body.flag("dry_run"));
    if (from != null && to != null && to.isBefore(from)) {
      body.fault("to", "is before from: give a later time.");
    }
    body.check();
    var asked =
        new Backfills.Asked(
            Objects.requireNonNull(from),
            Objects.requireNonNull(to),
            Objects.requireNonNullElse(again, Again.NONE),
            Objects.requireNonNullElseGet(since, services.clock()::instant),
            jobs == null ? null : jobs.intValue(),
            Objects.requireNonNullElse(parameters, Map.of()));
    List<Entry> entries =
        (dry ? backfills.plan(key, asked) : backfills.run(key, asked, Requests.who(request)))
            .orElseThrow(() -> HttpProblem.missing("The workflow is gone."));
    Requests.answer(request, view(asked, entries, dry));
  }

  private static @Nullable Instant time(Body body, String name, ZoneId zone, boolean end) {
    String text = body.text(name, 100);
    if (!body.has(name) || body.isNull(name)) {
      body.fault(name, "is missing: give a date such as 2026-12-01, or a time.");
    }
    if (text == null) {
      return null;
    }
    Instant time = Dates.parse(text, zone, end).orElse(null);
    if (time == null) {
      body.fault(name, "is no date: write 2026-12-01, or a time such as 2026-12-01T06:00:00Z.");
    }
    return time;
  }

  private static ObjectNode view(Backfills.Asked asked, List<Entry> entries, boolean dry) {
    ObjectNode answer = Json.object().put("since", asked.since().toString());
    var steps = new EnumMap<Step, Integer>(Step.class);
    var states = new EnumMap<RunState, Integer>(RunState.class);
    for (Entry entry : entries) {
      steps.merge(entry.step(), 1, Integer::sum);
      if (entry.state() != null && entry.step() == Step.NONE) {
        states.merge(entry.state(), 1, Integer::sum);
      }
    }
    answer.put("make", steps.getOrDefault(Step.MAKE, 0));
    answer.put("repeat", steps.getOrDefault(Step.REPEAT, 0));
    ObjectNode runs = answer.putObject("runs");
    states.forEach((state, count) -> runs.put(state.name(), count));
    if (dry) {
      var intervals = answer.putArray("intervals");
      for (Entry entry : entries) {
        intervals
            .addObject()
            .put("start", entry.interval().start().toString())
            .put("end", entry.interval().end().toString())
            .put("run", entry.run())
            .put("state", entry.state() == null ? null : entry.state().name())
            .put("step", entry.step().name().toLowerCase(Locale.ROOT));
      }
    }
    return answer;
  }
}
