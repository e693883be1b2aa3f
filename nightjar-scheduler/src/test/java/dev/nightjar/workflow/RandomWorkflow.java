package dev.nightjar.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// Workflows of up to 30 tasks with any rules.
public final class RandomWorkflow {
  private RandomWorkflow() {}

  public static Workflow make(Random random) {
    return make(random, 30, () -> "true");
  }

  /// One whose tasks run commands.
  ///
  /// @param most how many tasks at most
  /// @param commands what each task runs
  public static Workflow make(Random random, int most, Supplier<String> commands) {
    int size = 1 + random.nextInt(most);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<String> after = new ArrayList<>();
      for (int before = 0; before < i; before++) {
        if (random.nextInt(i) < 2) {
          after.add("t" + before);
        }
      }
      TriggerRule[] rules = TriggerRule.values();
      tasks.add(
          new Task(
              "t" + i,
              random.nextInt(6) == 0 ? new EmptyWork() : ShellWork.of(commands.get()),
              after,
              random.nextBoolean() ? TriggerRule.ALL_SUCCESS : rules[random.nextInt(rules.length)],
              Retry.NONE,
              Limits.NONE,
              Placement.LOCAL));
    }
    return new Workflow("random", List.of(), Map.of(), tasks, List.of());
  }
}
