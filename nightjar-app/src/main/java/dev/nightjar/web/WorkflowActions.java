package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.RunClears;
import dev.nightjar.store.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people do with workflows, their runs and tasks from the pages.
record WorkflowActions(Services services, Workflows workflows) {
  void workflow(Visit visit) {
    KeyedWorkflow workflow = new FileRuns(services).workflow(visit);
    switch (visit.field("do")) {
      case "pause", "resume" -> {
        workflows.pause(workflow.key(), visit.field("do").equals("pause"), visit.who());
        String back = visit.field("back");
        visit.redirect(back.isEmpty() ? Places.workflow(workflow.key()) : WebRoutes.local(back));
      }
      case "run" -> visit.redirect(Places.run(workflow.key(), start(visit, workflow)));
      default -> throw unknown();
    }
  }

  private String start(Visit visit, KeyedWorkflow workflow) {
    if (!workflow.present()) {
      throw new HttpProblem(
          409, "The file of '%s' is gone: nothing new is started of it.".formatted(workflow.key()));
    }
    Map<String, Object> own =
        new RunParameters(workflow.stored().workflow().parameters()).read(visit);
    List<String> anew =
        visit.fields("anew").stream()
            .filter(task -> workflow.stored().workflow().task(task).isPresent())
            .toList();
    var asked = new Workflows.Asked(null, time(visit.field("time").strip()), null, own, anew);
    try {
      return workflows
          .trigger(workflow.key(), asked, visit.who())
          .orElseThrow(() -> HttpProblem.missing("The workflow is gone."));
    } catch (StoreException.Duplicate there) {
      throw new HttpProblem(409, "There is a run of this time already: give another one.");
    }
  }

  private static @Nullable Instant time(String text) {
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw HttpProblem.bad(
          "'%s' is no time: write it with its offset, as 2026-12-01T06:00:00Z.".formatted(text));
    }
  }

  void run(Visit visit) {
    Run run = new FileRuns(services).run(visit).run();
    switch (visit.field("do")) {
      case "stop" -> workflows.interventions().stop(run.id(), visit.who(), "Stopped on request.");
      case "clear-failed" -> clear(visit, run, onlyFailed());
      case "clear" -> clear(visit, run, RunClears.Selection.ALL);
      case "success" -> mark(visit, run, true);
      case "failed" -> mark(visit, run, false);
      default -> throw unknown();
    }
    visit.redirect(Places.run(visit.path("key"), run.id()));
  }

  private static RunClears.Selection onlyFailed() {
    return new RunClears.Selection(List.of(), false, false, true, false);
  }

  void task(Visit visit) {
    Run run = new FileRuns(services).run(visit).run();
    String task = visit.path("task");
    boolean after = visit.field("downstream").equals("yes");
    boolean reuse = visit.field("reuse").equals("yes");
    var chosen = new RunClears.Selection(List.of(task), false, after, false, false, reuse);
    var alone = new RunClears.Selection(List.of(task), false, false, false, false);
    switch (visit.field("do")) {
      case "clear" -> clear(visit, run, chosen);
      case "clear-failed" ->
          clear(visit, run, new RunClears.Selection(List.of(task), false, after, true, false));
      case "clear-point" ->
          clear(
              visit,
              run,
              new RunClears.Selection(List.of(visit.field("point")), false, after, false, false));
      case "resume" ->
          unlessBusy(() -> workflows.interventions().resume(run.id(), task, visit.who()));
      case "success" -> mark(visit, run, alone, TaskRunState.SUCCESS);
      case "failed" -> mark(visit, run, alone, TaskRunState.FAILED);
      case "skipped" -> mark(visit, run, alone, TaskRunState.SKIPPED);
      default -> throw unknown();
    }
    visit.redirect(Places.task(visit.path("key"), run.id(), task));
  }

  private void clear(Visit visit, Run run, RunClears.Selection tasks) {
    unlessBusy(() -> workflows.interventions().clear(run.id(), tasks, visit.who()));
  }

  private void mark(Visit visit, Run run, RunClears.Selection tasks, TaskRunState state) {
    unlessBusy(() -> workflows.interventions().mark(run.id(), tasks, state, visit.who()));
  }

  private void mark(Visit visit, Run run, boolean succeeded) {
    unlessBusy(() -> workflows.interventions().mark(run.id(), succeeded, visit.who()));
  }

  private static HttpProblem unknown() {
    return HttpProblem.bad("Nothing can be done by that name.");
  }

  private static void unlessBusy(Runnable change) {
    try {
      change.run();
    } catch (StoreException.Busy busy) {
      throw new HttpProblem(409, String.valueOf(busy.getMessage()));
    }
  }
}
