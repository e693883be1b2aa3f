package dev.nightjar.workflowfile;

import dev.nightjar.config.Distance;
import dev.nightjar.yaml.YamlValue.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks what tasks come after.
///
/// @param names of all tasks of the file
record TaskOrder(FileReading reading, List<String> names) {
  void check(Map<String, List<String>> after) {
    Set<String> known = new LinkedHashSet<>(names);
    Map<String, List<String>> edges = new LinkedHashMap<>();
    after.forEach(
        (task, upstream) -> {
          List<String> there = new ArrayList<>();
          for (String one : new LinkedHashSet<>(upstream)) {
            if (known.contains(one)) {
              there.add(one);
            } else {
              problem(
                  task,
                  "there is no task '%s'%s"
                      .formatted(
                          one,
                          proposals(one, known).map(" (did you mean %s?)"::formatted).orElse("")));
            }
          }
          edges.put(task, there);
        });
    circle(edges);
  }

  /// Only for the first problems: each is a walk over all names.
  private Optional<String> proposals(String name, Set<String> known) {
    return reading.problems().areFew() ? Distance.nearest(name, known) : Optional.empty();
  }

  private void problem(String task, String text) {
    String path = "tasks.%s.after".formatted(task);
    Place place = reading.places().getOrDefault(path, Place.START);
    reading.problems().add(place, "%s: %s".formatted(path, text));
  }

  /// Takes away what comes after nothing that is left. What stays is in a circle, or after one.
  private void circle(Map<String, List<String>> after) {
    Map<String, Integer> waits = new LinkedHashMap<>();
    Map<String, List<String>> next = new HashMap<>();
    var ready = new ArrayDeque<String>();
    after.forEach(
        (task, upstream) -> {
          waits.put(task, upstream.size());
          upstream.forEach(one -> next.computeIfAbsent(one, _ -> new ArrayList<>()).add(task));
          if (upstream.isEmpty()) {
            ready.add(task);
          }
        });
    // a task that could not be read comes after nothing
    names.stream().filter(name -> !after.containsKey(name)).forEach(ready::add);
    while (!ready.isEmpty()) {
      String done = ready.remove();
      waits.remove(done);
      for (String task : next.getOrDefault(done, List.of())) {
        if (waits.merge(task, -1, Integer::sum) == 0) {
          ready.add(task);
        }
      }
    }
    if (!waits.isEmpty()) {
      List<String> circle = walk(after, waits.keySet());
      problem(
          circle.getFirst(),
          "tasks come after each other in a circle: %s".formatted(String.join(" → ", circle)));
    }
  }

  /// One circle, in the order in which its tasks would run; the first is the last, too.
  private static List<String> walk(Map<String, List<String>> after, Set<String> left) {
    List<String> path = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String at = left.iterator().next();
    while (seen.add(at)) {
      path.add(at);
      at =
          after.getOrDefault(at, List.of()).stream()
              .filter(left::contains)
              .findFirst()
              .orElseThrow();
    }
    List<String> circle = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
    circle.add(at);
    return circle.reversed();
  }
}
