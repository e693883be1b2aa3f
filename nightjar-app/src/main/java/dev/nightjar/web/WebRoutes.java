package dev.nightjar.web;

import dev.nightjar.http.Routes;
import dev.nightjar.http.Services;
import dev.nightjar.scheduler.EventFeed;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.Seal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/// The web page: `/`, `/jobs`, `/definitions`, `/workflows`, what tasks share, and what they need.
public final class WebRoutes implements Routes {
  private final Services services;
  private final EventFeed feed;
  private final Workflows workflows;
  private final Seal seal;
  private final Guarded guarded;

  /// @param feed tells what happens
  /// @param seal what variables and connections are encrypted with
  public WebRoutes(Services services, EventFeed feed, Workflows workflows, Seal seal) {
    this.services = services;
    this.feed = feed;
    this.workflows = workflows;
    this.seal = seal;
    this.guarded = new Guarded(services.clock());
  }

  @Override
  public void addTo(RoutesConfig routes) {
    new Assets().addTo(routes);
    new LiveRoutes(new LiveFeed(services, feed)).addTo(routes);
    routes.get("/", guarded.page(new DashboardPage(services)::show));
    routes.post("/theme", guarded.form(WebRoutes::theme));
    jobs(routes);
    definitions(routes);
    new WorkflowRoutes(services, workflows, guarded).addTo(routes);
    new SharedRoutes(services, seal, guarded).addTo(routes);
    routes.error(404, request -> missing(request, "There is no such page."));
    routes.error(405, request -> missing(request, "That can't be done here."));
    routes.error(403, request -> missing(request, "You may not do that."));
  }

  private void jobs(RoutesConfig routes) {
    var forms = new Forms(services);
    var actions = new JobActions(services);
    var files = new JobFiles(services);
    routes.get("/jobs", guarded.page(new JobsPage(services)::show));
    routes.post("/jobs/bulk", guarded.form(actions::many));
    routes.get("/jobs/new", guarded.page(visit -> forms.fresh(visit, FormPage.Kind.JOB)));
    routes.post("/jobs/new", guarded.form(forms::submitJob));
    routes.get(
        "/jobs/{id}", guarded.answer(new FileRuns(services).ofRun(new JobPage(services)::show)));
    routes.post("/jobs/{id}/do", guarded.form(actions::one));
    routes.get("/jobs/{id}/notebook", guarded.answer(files::notebook));
    routes.get("/jobs/{id}/log", guarded.answer(files::log));
    routes.get("/jobs/{id}/files/<path>", guarded.answer(files::file));
  }

  private void definitions(RoutesConfig routes) {
    var forms = new Forms(services);
    var actions = new DefinitionActions(services);
    routes.get("/definitions", guarded.page(new DefinitionsPage(services)::show));
    routes.post("/definitions/bulk", guarded.form(actions::many));
    routes.get(
        "/definitions/new", guarded.page(visit -> forms.fresh(visit, FormPage.Kind.DEFINITION)));
    routes.post("/definitions/new", guarded.form(forms::create));
    routes.get(
        "/definitions/{id}",
        guarded.answer(new FileRuns(services).ofWorkflow(new DefinitionPage(services)::show)));
    routes.post("/definitions/{id}/do", guarded.form(actions::one));
    routes.get("/definitions/{id}/edit", guarded.page(forms::edit));
    routes.post("/definitions/{id}/edit", guarded.form(forms::change));
  }

  private static void theme(Visit visit) {
    visit.keepTheme(visit.field("theme"));
    visit.redirect(local(visit.field("back")));
  }

  /// An address of ours; the dashboard's, if it could lead elsewhere.
  static String local(String address) {
    boolean ours =
        address.startsWith("/")
            && !address.startsWith("//")
            && address.chars().noneMatch(c -> c == '\\' || c <= ' ' || c > '~');
    return ours ? address : "/";
  }

  /// People who ask for a page that is not there get one that says so; programs get what their
  /// interface says.
  private void missing(Context request, String message) {
    String accepted = request.header("Accept");
    boolean program =
        List.of("/api", "/scheduler", "/airflow").stream().anyMatch(request.path()::startsWith);
    boolean said = request.attribute(Page.ANSWERED) != null;
    if (!program && !said && accepted != null && accepted.contains("text/html")) {
      Guarded.problem(Visit.of(request, services.clock()), request.statusCode(), message);
    }
  }
}
