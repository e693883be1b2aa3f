package dev.nightjar.scheduler;

import dev.nightjar.executor.Ending;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import dev.nightjar.workflow.Decision;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/// Which tasks the value of one leaves out, by the rules of Airflow's branches: one that comes
/// after a task that goes on, too, is not left out.
///
/// @param workflow of the task
/// @param task that decides
record Branches(Workflow workflow, Task task) {
  private static final JsonMapper JSON = new JsonMapper();

  /// The end of an attempt with what it leaves out; a value that names no task after it is a
  /// failure.
  Ending decide(Ending ending) {
    Decision decision = task.work().decision();
    List<String> next = next(task.name());
    if (decision == Decision.NONE
        || next.isEmpty()
        || !(ending.outcome() instanceof Outcome.Succeeded)) {
      return ending;
    }
    JsonNode value = value(ending.report());
    if (decision == Decision.SHORT_CIRCUIT) {
      return isTrue(value) ? ending : leavingOut(ending, all(next));
    }
    List<String> chosen = names(value);
    Optional<String> unknown = chosen.stream().filter(name -> !next.contains(name)).findFirst();
    if (unknown.isPresent()) {
      String message =
          "It chose '%s', but what comes directly after it is %s."
              .formatted(unknown.get(), String.join(", ", next));
      return new Ending(new Outcome.Failed(message, null), ending.artifacts(), ending.report());
    }
    List<String> skips = new ArrayList<>(next);
    skips.removeAll(all(chosen));
    return leavingOut(ending, skips);
  }

  private static JsonNode value(Report report) {
    return report.values().stream()
        .filter(value -> value.key().equals(Report.Value.RETURNED))
        .findFirst()
        .<JsonNode>map(value -> JSON.readTree(value.json()))
        .orElse(NullNode.getInstance());
  }

  /// As Python has it.
  private static boolean isTrue(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> false;
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> value.doubleValue() != 0;
      case STRING -> !value.stringValue().isEmpty();
      case ARRAY, OBJECT, BINARY, POJO -> !value.isEmpty();
    };
  }

  /// A name, names with commas or spaces between, or a list of them, which may be JSON in a text.
  private static List<String> names(JsonNode value) {
    if (value.isArray()) {
      return value.valueStream().map(name -> name.asString("")).toList();
    }
    String text = value.asString("").strip();
    if (text.startsWith("[")) {
      try {
        return names(JSON.readTree(text));
      } catch (JacksonException e) {
        return List.of(text);
      }
    }
    return Stream.of(text.split("[,\\s]+")).filter(name -> !name.isEmpty()).toList();
  }

  private List<String> next(String name) {
    return workflow.next(name).stream().map(Task::name).toList();
  }

  /// These, and all that come after them.
  private Set<String> all(Collection<String> names) {
    Set<String> found = new LinkedHashSet<>();
    var left = new ArrayDeque<>(names);
    while (!left.isEmpty()) {
      String name = left.remove();
      if (found.add(name)) {
        left.addAll(next(name));
      }
    }
    return found;
  }

  private static Ending leavingOut(Ending ending, Collection<String> skips) {
    Report report = ending.report();
    return new Ending(
        ending.outcome(),
        ending.artifacts(),
        new Report(report.values(), report.rendered(), List.copyOf(skips)));
  }
}
