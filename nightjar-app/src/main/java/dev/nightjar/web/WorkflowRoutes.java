package dev.nightjar.web;

import dev.nightjar.http.Routes;
import dev.nightjar.http.Services;
import dev.nightjar.scheduler.Workflows;
import io.javalin.config.RoutesConfig;

/// `/workflows` and `/runs`.
///
/// @param workflows what people do with them
record WorkflowRoutes(Services services, Workflows workflows, Guarded guarded) implements Routes {
  private static final String WORKFLOW = "/workflows/{key}";
  private static final String RUN = WORKFLOW + "/runs/{run}";
  private static final String TASK = RUN + "/tasks/{task}";

  @Override
  public void addTo(RoutesConfig routes) {
    var actions = new WorkflowActions(services, workflows);
    var files = new TaskFiles(services);
    routes.get("/workflows", guarded.page(new WorkflowsPage(services)::show));
    routes.get("/runs", guarded.page(new RunsPage(services)::show));
    var workflow = new WorkflowPage(services);
    routes.get(WORKFLOW, guarded.page(workflow::show));
    routes.get(Places.picture(WORKFLOW), guarded.answer(workflow::picture));
    routes.post(WORKFLOW + "/do", guarded.form(actions::workflow));
    var backfill = new BackfillPage(services, workflows);
    routes.get(WORKFLOW + "/backfill", guarded.page(backfill::show));
    routes.post(WORKFLOW + "/backfill", guarded.form(backfill::start));
    routes.get(WORKFLOW + "/compare", guarded.page(new ComparePage(services)::show));
    var run = new RunPage(services);
    routes.get(RUN, guarded.page(run::show));
    routes.get(Places.picture(RUN), guarded.answer(run::picture));
    routes.post(RUN + "/do", guarded.form(actions::run));
    routes.get(TASK, guarded.page(new TaskPage(services)::show));
    routes.post(TASK + "/do", guarded.form(actions::task));
    routes.get(TASK + "/log", guarded.answer(files::log));
    routes.get(TASK + "/notebook", guarded.answer(files::notebook));
  }
}
