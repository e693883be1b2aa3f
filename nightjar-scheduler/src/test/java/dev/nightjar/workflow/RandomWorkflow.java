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

  /// One some of whose tasks are setups and teardowns.
  public static Workflow withSetups(Random random) {
    Workflow plain = make(random);
    return plain.with(plain.tasks().stream().map(task -> inRole(task, random)).toList());
  }

  private static Task inRole(Task task, Random random) {
    Role role =
        switch (random.nextInt(9)) {
          case 0, 1 -> Role.SETUP;
          case 2, 3 -> Role.TEARDOWN;
          case 4 -> Role.REQUIRED_TEARDOWN;
          default -> Role.WORK;
        };
    return new Task(
        task.name(),
        new AirflowWork("w", "X", task.work().immediate(), null, role, null, Map.of()),
        task.after(),
        role.teardown() ? TriggerRule.ALL_DONE_SETUP_SUCCESS : task.when(),
        task.retry(),
        task.limits(),
        task.placement(),
        task.traits());
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
      TriggerRule[] rules = TriggerRule.ofWork();
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
