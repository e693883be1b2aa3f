package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What jobs and definitions have in common, for people.
final class WorkFacts {
  private WorkFacts() {}

  static void add(Facts facts, JsonNode work) {
    facts.add("notebook", Looks.text(work.path("notebook")));
    facts.add("environment", Looks.text(work.path("environment")));
    List<String> parameters = new ArrayList<>();
    work.path("parameters")
        .properties()
        .forEach(one -> parameters.add(Ansi.line(one.getKey() + "=" + one.getValue())));
    facts.add("parameters", String.join("  ", parameters));
    facts.add("tags", joined(work.path("tags")));
    facts.add("formats", joined(work.path("output_formats")));
    facts.add("timeout", Looks.text(work.path("timeout")));
    facts.add("memory", Looks.text(work.path("memory")));
    facts.add("pool", Looks.text(work.path("pool")));
    int times = work.at("/retry/times").asInt(0);
    facts.add("retries", times == 0 ? "" : Integer.toString(times));
    work.path("alerts")
        .forEach(
            alert ->
                facts.add(
                    "alert", joined(alert.path("on")) + " to " + Looks.text(alert.path("target"))));
  }

  private static String joined(JsonNode texts) {
    return String.join(", ", texts.valueStream().map(Looks::text).toList());
  }
}
