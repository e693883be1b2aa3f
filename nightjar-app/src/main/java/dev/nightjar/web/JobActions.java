package dev.nightjar.web;

import dev.nightjar.http.Deletions;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.store.StoreException;
import java.util.List;

/// What people do with jobs from their pages.
record JobActions(Services services) {
  /// With one job.
  void one(Visit visit) {
    Run run = new RunViews(services).require(visit.id());
    switch (visit.field("do")) {
      case "stop" -> {
        stop(visit, run.id());
        visit.redirect("/jobs/" + run.id());
      }
      case "resume" -> {
        resume(visit, run.id());
        visit.redirect("/jobs/" + run.id());
      }
      case "again" -> visit.redirect("/jobs/" + again(visit, run));
      case "delete" -> {
        new Deletions(services).job(run.id(), visit.who());
        visit.redirect("/jobs");
      }
      default -> throw HttpProblem.bad("Nothing can be done by that name.");
    }
  }

  /// With all that are picked in a list.
  void many(Visit visit) {
    List<String> ids = visit.fields("job");
    switch (visit.field("do")) {
      case "stop" -> ids.forEach(id -> stop(visit, id));
      case "delete" -> ids.forEach(id -> new Deletions(services).job(id, visit.who()));
      default -> throw HttpProblem.bad("Nothing can be done by that name.");
    }
    visit.redirect(WebRoutes.local(visit.field("back")));
  }

  private void stop(Visit visit, String id) {
    services.jobs().stop(id, visit.who(), "Stopped on request.");
  }

  private void resume(Visit visit, String id) {
    try {
      services.jobs().resume(id, visit.who());
    } catch (StoreException.Busy busy) {
      throw new HttpProblem(409, String.valueOf(busy.getMessage()));
    }
  }

  /// Runs the same notebook with the same parameters once more, as it was then.
  private String again(Visit visit, Run run) {
    if (run.workflowId() != null) {
      return services
          .jobs()
          .again(run.id(), null, visit.who())
          .orElseThrow(() -> HttpProblem.missing("The job is gone."));
    }
    String snapshot = "snapshots/" + Ids.next(services.clock());
    services.snapshots().copyTo(run.snapshot(), services.artifacts().resolve(snapshot));
    try {
      return services.jobs().submit(run.workflow(), snapshot, null, visit.who());
    } catch (RuntimeException problem) {
      services.snapshots().delete(snapshot);
      throw problem;
    }
  }
}
