package dev.nightjar.web;

import dev.nightjar.http.Deletions;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.scheduler.Definitions;
import java.util.List;

/// What people do with definitions from their pages.
record DefinitionActions(Services services) {
  /// With one definition.
  void one(Visit visit) {
    String id = new DefinitionPage(services).require(visit.id()).id();
    switch (visit.field("do")) {
      case "run" -> visit.redirect("/jobs/" + run(visit, id));
      case "pause", "resume" -> {
        pause(visit, id, visit.field("do").equals("pause"));
        visit.redirect("/definitions/" + id);
      }
      case "delete" -> {
        delete(visit, id);
        visit.redirect("/definitions");
      }
      default -> throw HttpProblem.bad("Nothing can be done by that name.");
    }
  }

  /// With those picked in the list, or with the one whose button was pressed.
  void many(Visit visit) {
    String back = WebRoutes.local(visit.field("back"));
    for (String action : List.of("pause", "resume", "run")) {
      String id = visit.field(action);
      if (!id.isEmpty()) {
        if (action.equals("run")) {
          run(visit, id);
        } else {
          pause(visit, id, action.equals("pause"));
        }
        visit.redirect(back);
        return;
      }
    }
    List<String> ids = visit.fields("definition");
    switch (visit.field("do")) {
      case "pause" -> ids.forEach(id -> pause(visit, id, true));
      case "resume" -> ids.forEach(id -> pause(visit, id, false));
      case "delete" -> ids.forEach(id -> delete(visit, id));
      default -> throw HttpProblem.bad("Nothing can be done by that name.");
    }
    visit.redirect(back);
  }

  private String run(Visit visit, String id) {
    return services
        .jobs()
        .run(id, null, null, visit.who())
        .orElseThrow(() -> HttpProblem.missing("The definition is gone."));
  }

  private void pause(Visit visit, String id, boolean paused) {
    services.definitions().change(id, Definitions.Change.paused(paused), visit.who());
  }

  private void delete(Visit visit, String id) {
    new Deletions(services).definition(id, visit.who());
  }
}
