package dev.nightjar.web;

import dev.nightjar.picture.Drawn;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Workflow;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The picture of a workflow, with the states of a run.
final class WorkflowPicture {
  /// A picture of more of them shows nothing.
  private static final int MOST = 400;

  private WorkflowPicture() {}

  /// @param states of its tasks; empty where it has not run
  /// @param link where a task's page is; null for nowhere
  static Html of(
      Workflow workflow,
      Map<String, TaskRunState> states,
      Function<String, @Nullable String> link) {
    if (workflow.tasks().size() > MOST) {
      return Html.of(
          "<p class=\"none\">{} tasks are too many for a picture.</p>", workflow.tasks().size());
    }
    return Html.of(
        "<div class=\"dag-frame\" tabindex=\"0\" role=\"region\" aria-label=\"Picture of the tasks\">{}</div>",
        Html.picture(
            "Tasks of %s, which come after each other from left to right"
                .formatted(workflow.name()),
            workflow.tasks().stream()
                .map(
                    task -> {
                      TaskRunState state = states.get(task.name());
                      return Drawn.of(task)
                          .with(
                              state == null ? null : States.style(state),
                              state == null ? null : States.icon(state).toString(),
                              link.apply(task.name()));
                    })
                .toList()));
  }
}
