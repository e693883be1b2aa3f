package dev.nightjar.executor;

import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Orders of tests: of a notebook `a.ipynb` in `snapshots/s1`.
public final class Orders {
  private Orders() {}

  public static AttemptOrder order(TaskRunKey taskRun, int number) {
    var work =
        new NotebookWork(
            "a.ipynb",
            null,
            Map.of(),
            false,
            List.of("ipynb"),
            NotebookWork.DEFAULT_OUTPUT_NAME,
            false,
            null);
    var task =
        new Task(
            taskRun.task(),
            work,
            List.of(),
            TriggerRule.ALL_SUCCESS,
            Retry.NONE,
            Limits.NONE,
            Placement.LOCAL);
    return new AttemptOrder(
        taskRun,
        number,
        number,
        "a run",
        Instant.parse("2026-01-01T00:00:00Z"),
        task,
        Map.of(),
        "snapshots/s1");
  }
}
