package dev.nightjar.web;

import dev.nightjar.schedule.Misfire;
import dev.nightjar.schedule.Overlap;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.ScheduleException;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.workflow.AlertRule;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes workflows and timetables of what is in a form, and says beside each field what is wrong.
record FormReader(Draft draft) {
  private static final String TASK = "notebook";
  private static final long MOST_JITTER = Duration.ofDays(31).toSeconds();

  /// The workflow; null if something is wrong.
  ///
  /// @param notebook the name of its file
  /// @param like what it was before, for what the form does not say; null for nothing
  @Nullable Workflow workflow(
      String notebook, Map<String, Object> parameters, @Nullable Workflow like) {
    if (draft.get("name").isEmpty()) {
      draft.problem("name", "Give it a name.");
    }
    NotebookWork before = like == null ? null : like.onlyNotebook();
    String environment = draft.get("environment");
    NotebookWork work =
        new NotebookWork(
            notebook,
            environment.isEmpty() ? null : environment,
            before == null ? Map.of() : before.environmentParameters(),
            before != null && before.verbatimParameters(),
            draft.all("format"),
            draft.get("output").isEmpty() ? NotebookWork.DEFAULT_OUTPUT_NAME : draft.get("output"),
            draft.all("folder").contains("yes"),
            before == null ? null : before.computeType());
    Limits limits = limits(like);
    Placement placement = placement(like == null ? Placement.LOCAL : like.onlyTask().placement());
    Retry retry = retry(like);
    List<AlertRule> alerts = alerts(like == null ? List.of() : like.alerts());
    List<String> tags =
        Stream.of(draft.get("tags").split(","))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .distinct()
            .toList();
    if (!draft.problems().isEmpty()) {
      return null;
    }
    Task task =
        new Task(
            like == null ? TASK : like.onlyTask().name(),
            work,
            List.of(),
            TriggerRule.ALL_SUCCESS,
            retry,
            limits,
            placement);
    return new Workflow(draft.get("name"), tags, parameters, List.of(task), alerts);
  }

  private Limits limits(@Nullable Workflow like) {
    long minutes = draft.number("timeout", 1, 527_040);
    Limits before = like == null ? Limits.NONE : like.onlyTask().limits();
    long keep = draft.number("keep", 1, 10_080);
    return new Limits(
        minutes == 0 ? null : Duration.ofMinutes(minutes),
        before.expected(),
        before.memory(),
        before.deadline(),
        keep == 0 ? null : Duration.ofMinutes(keep));
  }

  /// Of another pool one slot is taken.
  private Placement placement(Placement before) {
    String pool = draft.get("pool");
    int priority = (int) draft.number("priority", -1_000, 1_000);
    return new Placement(
        before.executor(),
        pool.isEmpty() ? null : pool,
        pool.equals(before.pool()) ? before.slots() : 1,
        priority);
  }

  private Retry retry(@Nullable Workflow like) {
    long times = draft.number("retries", 0, 100);
    long delay = draft.number("delay", 0, 86_400);
    Retry before = like == null ? Retry.NONE : like.onlyTask().retry();
    return times == 0
        ? Retry.NONE
        : new Retry(
            (int) times,
            Duration.ofSeconds(delay),
            before.backoff(),
            before.maxDelay(),
            before.onTimeout(),
            before.jitter());
  }

  /// The form has the first rule; others stay as they are.
  private List<AlertRule> alerts(List<AlertRule> before) {
    String target = draft.get("alert");
    EnumSet<AlertRule.On> on = EnumSet.noneOf(AlertRule.On.class);
    for (String word : draft.all("on")) {
      try {
        on.add(AlertRule.On.valueOf(word));
      } catch (IllegalArgumentException e) {
        draft.problem("on", "'%s' is nothing to alert of.".formatted(word));
      }
    }
    if (!target.isEmpty() && on.isEmpty()) {
      draft.problem("on", "Say of what to alert.");
    } else if (target.isEmpty() && !on.isEmpty()) {
      draft.problem("alert", "Say whom to alert.");
    }
    Stream<AlertRule> first =
        target.isEmpty() || on.isEmpty() ? Stream.of() : Stream.of(new AlertRule(on, target));
    return Stream.concat(first, before.stream().skip(1)).toList();
  }

  /// When it runs; null if never, or if something is wrong.
  @Nullable Timetable timetable() {
    String text = draft.get("schedule");
    ZoneId zone = zone();
    if (text.isEmpty() || zone == null) {
      return null;
    }
    Instant start = moment("start", zone);
    Instant end = moment("end", zone);
    Duration jitter = Duration.ofSeconds(draft.number("jitter", 0, MOST_JITTER));
    try {
      Overlap overlap = choice("overlap", Overlap.class, Overlap.ALLOW);
      Misfire misfire = choice("misfire", Misfire.class, Misfire.SKIP);
      return new Timetable(Schedule.parse(text, zone), zone, start, end, jitter, misfire, overlap);
    } catch (ScheduleException e) {
      draft.problem("schedule", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /// A time on the clocks of a zone; null for none.
  private @Nullable Instant moment(String name, ZoneId zone) {
    String text = draft.get(name);
    try {
      return text.isEmpty()
          ? null
          : LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
    } catch (DateTimeParseException e) {
      draft.problem(name, "Write a date and a time, such as 2026-12-01T06:00.");
      return null;
    }
  }

  private @Nullable ZoneId zone() {
    String zone = draft.get("zone");
    try {
      return ZoneId.of(zone.isEmpty() ? "UTC" : zone);
    } catch (DateTimeException e) {
      draft.problem("zone", "'%s' is no time zone.".formatted(zone));
      return null;
    }
  }

  private <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    try {
      return draft.get(name).isEmpty() ? otherwise : Enum.valueOf(type, draft.get(name));
    } catch (IllegalArgumentException e) {
      draft.problem(name, "'%s' is none of the choices.".formatted(draft.get(name)));
      return otherwise;
    }
  }
}
