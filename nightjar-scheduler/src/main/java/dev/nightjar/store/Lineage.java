package dev.nightjar.store;

import dev.nightjar.run.Run;
import dev.nightjar.workflow.Task;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Tasks with all that comes before or after them in their workflow.
final class Lineage {
  private Lineage() {}

  /// In the order of the workflow; a name that it does not have is left out.
  ///
  /// @param before whether all before them belong to it
  /// @param after whether all after them do
  static List<String> of(Run run, Collection<String> names, boolean before, boolean after) {
    var chosen = new TreeSet<>(names);
    if (before) {
      spread(run, chosen, names, name -> run.task(name).after());
    }
    if (after) {
      spread(
          run, chosen, names, name -> run.workflow().next(name).stream().map(Task::name).toList());
    }
    return run.workflow().tasks().stream().map(Task::name).filter(chosen::contains).toList();
  }

  private static void spread(
      Run run,
      Set<String> chosen,
      Collection<String> from,
      Function<String, List<String>> further) {
    var ahead = new ArrayDeque<String>();
    from.stream().filter(name -> run.workflow().task(name).isPresent()).forEach(ahead::add);
    Set<String> seen = new TreeSet<>(ahead);
    while (!ahead.isEmpty()) {
      for (String name : further.apply(ahead.remove())) {
        chosen.add(name);
        if (seen.add(name)) {
          ahead.add(name);
        }
      }
    }
  }
}
