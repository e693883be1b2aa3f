package dev.nightjar.store;

import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Why tasks do not start, in words.
final class Reasons {
  private Reasons() {}

  /// What its trigger rule asks for, and how those before it stand.
  static String why(Task task, TaskRow row) {
    String why = "%s, but of %s".formatted(word(task.when()), counts(row.upstream(), "before it"));
    return row.setups().all() == 0 ? why : why + "; of " + counts(row.setups(), "setups");
  }

  private static String counts(Upstream tasks, String which) {
    List<String> counts = new ArrayList<>();
    count(counts, tasks.success(), "succeeded");
    count(counts, tasks.failed(), "failed");
    count(counts, tasks.upstreamFailed(), "could not start");
    count(counts, tasks.skipped(), "left out");
    return "%d %s %s".formatted(tasks.all(), which, String.join(", ", counts));
  }

  private static void count(List<String> counts, int number, String what) {
    if (number > 0) {
      counts.add(number + " " + what);
    }
  }

  private static String word(TriggerRule rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }
}
