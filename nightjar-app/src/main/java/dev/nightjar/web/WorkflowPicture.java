package dev.nightjar.web;

import dev.nightjar.picture.Drawn;
import dev.nightjar.picture.SvgPicture;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The picture of a workflow, with the states of a run.
///
/// @param states of its tasks; empty where it has not run
/// @param link where a task's page is; null for nowhere
record WorkflowPicture(
    Workflow workflow, Map<String, TaskRunState> states, Function<String, @Nullable String> link) {
  /// A picture of more of them is too large for a page.
  private static final int MOST = 400;

  /// The picture; of many tasks how their groups stand, and where the picture is.
  ///
  /// @param address where it is a file of its own
  Html inPage(String address) {
    return workflow.tasks().size() > MOST
        ? Html.of(
            "{}<p><a class=\"button\" href=\"{}\">Picture of all {} tasks</a></p>",
            TaskGroups.of(workflow, states),
            address,
            workflow.tasks().size())
        : Html.of(
            "<div class=\"dag-frame\" tabindex=\"0\" role=\"region\" aria-label=\"Picture of the tasks\">{}</div>",
            Html.picture(title(), drawn()));
  }

  /// Answers with it as a file of its own.
  void answer(Visit visit) {
    visit
        .request()
        .contentType("image/svg+xml; charset=utf-8")
        .result(SvgPicture.file(title(), drawn()));
  }

  private String title() {
    return "Tasks of %s, which come after each other from left to right".formatted(workflow.name());
  }

  private List<Drawn> drawn() {
    return workflow.tasks().stream()
        .map(
            task -> {
              TaskRunState state = states.get(task.name());
              return Drawn.of(task)
                  .with(
                      state == null ? null : States.style(state),
                      state == null ? null : States.icon(state).toString(),
                      link.apply(task.name()));
            })
        .toList();
  }
}
