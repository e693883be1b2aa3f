package dev.nightjar.web;

import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.workflow.Task;
import java.util.List;

/// The forms by which a workflow is run, paused and resumed.
final class TriggerForm {
  private TriggerForm() {}

  /// A button that pauses or resumes it.
  ///
  /// @param back where to go then
  static Html pause(Visit visit, KeyedWorkflow workflow, String back) {
    boolean paused = workflow.stored().timing().paused();
    String word = paused ? "Resume" : "Pause";
    return Html.of(
        """
        <form method="post" action="{}/do">{}<input type="hidden" name="back" value="{}">\
        <button class="button small" name="do" value="{}" aria-label="{} {}">{}</button></form>""",
        Places.workflow(workflow.key()),
        visit.csrf(),
        back,
        paused ? "resume" : "pause",
        word,
        workflow.key(),
        word);
  }

  /// What runs it, folded up.
  static Html folded(Visit visit, KeyedWorkflow workflow) {
    return Html.of(
        "<details class=\"run-now\"><summary class=\"button small\">Run now<span class=\"unseen\"> {}</span></summary><div class=\"card\">{}</div></details>",
        workflow.key(),
        of(visit, workflow));
  }

  /// What runs it, with the parameters that it has.
  static Html of(Visit visit, KeyedWorkflow workflow) {
    return Html.of(
        """
        <form class="trigger" method="post" action="{}/do">{}
        {}
        <label>For the time <span class="quiet">(empty: now)</span><input type="text" name="time" placeholder="2026-12-01T06:00:00Z" autocomplete="off"></label>
        {}<button class="button primary" name="do" value="run">Run now</button></form>""",
        Places.workflow(workflow.key()),
        visit.csrf(),
        new RunParameters(workflow.stored().workflow().parameters()).fields(),
        anew(workflow));
  }

  /// The tasks that may reuse what was done before, to have them do it again.
  private static Html anew(KeyedWorkflow workflow) {
    List<String> reusing =
        workflow.stored().workflow().tasks().stream()
            .filter(task -> task.traits().reuse() != null)
            .map(Task::name)
            .toList();
    return reusing.isEmpty()
        ? Html.NONE
        : Html.of(
            "<fieldset><legend>Do the work again of</legend>{}</fieldset>\n",
            Html.each(
                reusing,
                name ->
                    Html.of(
                        "<label class=\"check\"><input type=\"checkbox\" name=\"anew\" value=\"{}\">{}</label> ",
                        name,
                        name)));
  }
}
