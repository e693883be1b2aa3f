package dev.nightjar.web;

import dev.nightjar.files.InputPathException;
import dev.nightjar.files.Snapshot;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.scheduler.Definitions;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.task.AttemptDisk;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Workflow;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The forms of jobs and definitions: shown, looked at beforehand, sent.
record Forms(Services services) {
  /// `GET /jobs/new` and `GET /definitions/new`.
  Page fresh(Visit visit, FormPage.Kind kind) {
    String path = visit.query("notebook");
    if (path == null) {
      return new NotebookPicker(services)
          .show(visit, kind.section(), kind.title(), visit.request().path());
    }
    ParameterFields parameters = ParameterFields.of(notebook(path), false);
    Draft draft = new FormDrafts(services).fresh(path, parameters);
    return form(visit, draft, kind, path, parameters);
  }

  /// `POST /jobs/new`.
  void submitJob(Visit visit) {
    Draft draft = draft(visit);
    String path = draft.get("notebook");
    Notebook notebook = notebook(path);
    ParameterFields fields = ParameterFields.of(notebook, false);
    Workflow workflow = workflow(draft, path, notebook, fields);
    if (workflow == null) {
      visit.request().status(422);
      form(visit, draft, FormPage.Kind.JOB, path, fields).answer(visit);
      return;
    }
    Snapshot snapshot = snapshot(path, draft.all("folder").contains("yes"));
    String token = draft.get("token").isEmpty() ? null : "web-" + draft.get("token");
    try {
      visit.redirect(
          "/jobs/" + services.jobs().submit(workflow, snapshot.folder(), token, visit.who()));
    } catch (StoreException.Duplicate sentBefore) {
      services.snapshots().delete(snapshot.folder());
      visit.redirect("/jobs/" + byToken(token).orElseThrow(() -> sentBefore).id());
    } catch (RuntimeException problem) {
      services.snapshots().delete(snapshot.folder());
      throw problem;
    }
  }

  private Optional<Run> byToken(@Nullable String token) {
    return token == null
        ? Optional.empty()
        : services.database().read(transaction -> new RunStore().findByToken(transaction, token));
  }

  /// `POST /definitions/new`.
  void create(Visit visit) {
    Draft draft = draft(visit);
    String path = draft.get("notebook");
    Notebook notebook = notebook(path);
    ParameterFields fields = ParameterFields.of(notebook, false);
    Workflow workflow = workflow(draft, path, notebook, fields);
    Timetable timetable = new FormReader(draft).timetable();
    if (isPreview(visit) || workflow == null || !draft.problems().isEmpty()) {
      answer(visit, draft, FormPage.Kind.DEFINITION, path, fields);
      return;
    }
    Snapshot snapshot = snapshot(path, draft.all("folder").contains("yes"));
    try {
      String id =
          services.definitions().create(workflow, snapshot.folder(), timetable, false, visit.who());
      visit.redirect("/definitions/" + id);
    } catch (RuntimeException problem) {
      services.snapshots().delete(snapshot.folder());
      throw problem;
    }
  }

  /// `GET /definitions/{id}/edit`.
  Page edit(Visit visit) {
    StoredWorkflow stored = new DefinitionPage(services).require(visit.id());
    ParameterFields fields = fields(stored);
    return form(
        visit,
        FormDrafts.stored(stored, fields),
        FormPage.Kind.CHANGE,
        stored.workflow().onlyNotebook().notebook(),
        fields);
  }

  /// `POST /definitions/{id}/edit`.
  void change(Visit visit) {
    StoredWorkflow stored = new DefinitionPage(services).require(visit.id());
    NotebookWork work = stored.workflow().onlyNotebook();
    Draft draft = draft(visit);
    ParameterFields fields = fields(stored);
    var reader = new FormReader(draft);
    Map<String, Object> parameters = fields.read(draft);
    String anew = draft.get("anew");
    String name = anew.isEmpty() ? work.notebook() : checked(draft, anew);
    Workflow workflow = reader.workflow(name, parameters, stored.workflow());
    Timetable timetable = reader.timetable();
    if (isPreview(visit) || workflow == null || !draft.problems().isEmpty()) {
      answer(visit, draft, FormPage.Kind.CHANGE, work.notebook(), fields);
      return;
    }
    Snapshot snapshot =
        anew.isEmpty() ? null : snapshot(anew, workflow.onlyNotebook().packageFolder());
    try {
      services
          .definitions()
          .change(
              stored.id(),
              new Definitions.Change(
                  workflow.equals(stored.workflow()) ? null : workflow,
                  snapshot == null ? null : snapshot.folder(),
                  Objects.equals(timetable, stored.timing().timetable()) ? null : timetable,
                  null,
                  timetable == null),
              visit.who());
    } catch (RuntimeException problem) {
      if (snapshot != null) {
        services.snapshots().delete(snapshot.folder());
      }
      throw problem;
    }
    visit.redirect("/definitions/" + stored.id());
  }

  /// The file name of a notebook to take; says what is wrong if it is none.
  private String checked(Draft draft, String path) {
    try {
      NotebookFormat.read(services.root().read(path), path);
    } catch (NotebookException | InputPathException e) {
      draft.problem("anew", String.valueOf(e.getMessage()));
    }
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private ParameterFields fields(StoredWorkflow stored) {
    NotebookWork work = stored.workflow().onlyNotebook();
    Notebook notebook =
        AttemptDisk.read(services.artifacts().resolve(stored.snapshot()).resolve(work.notebook()))
            .orElse(null);
    return ParameterFields.of(notebook, work.verbatimParameters());
  }

  private static Draft draft(Visit visit) {
    return new Draft(visit.request().formParamMap());
  }

  private static boolean isPreview(Visit visit) {
    return visit.field("do").equals("preview");
  }

  private @Nullable Workflow workflow(
      Draft draft, String path, Notebook notebook, ParameterFields fields) {
    if (draft.get("environment").isEmpty() && notebook.kernelName().isEmpty()) {
      draft.problem("environment", "The notebook names no kernel: choose an environment.");
    }
    String file = path.substring(path.lastIndexOf('/') + 1);
    Map<String, Object> parameters = fields.read(draft);
    return new FormReader(draft).workflow(file, parameters, null);
  }

  private void answer(
      Visit visit, Draft draft, FormPage.Kind kind, String notebook, ParameterFields fields) {
    if (!isPreview(visit)) {
      visit.request().status(422);
    }
    form(visit, draft, kind, notebook, fields).answer(visit);
  }

  private Page form(
      Visit visit, Draft draft, FormPage.Kind kind, String notebook, ParameterFields fields) {
    Timetable timetable = new FormReader(draft).timetable();
    Html preview = timetable == null ? null : SchedulePreview.of(visit.moments(), timetable);
    String problem = draft.problem("schedule");
    if (problem != null) {
      preview = Html.of("<p class=\"error\">{}</p>", problem);
    }
    return new FormPage(draft, kind, visit.request().path(), notebook, fields, preview)
        .show(visit, services);
  }

  private Notebook notebook(String path) {
    try {
      return NotebookFormat.read(services.root().read(path), path);
    } catch (NotebookException | InputPathException e) {
      throw HttpProblem.bad(String.valueOf(e.getMessage()));
    }
  }

  private Snapshot snapshot(String path, boolean folder) {
    String id = Ids.next(services.clock());
    return folder
        ? services.snapshots().ofFolder(services.root(), path, null, id)
        : services.snapshots().ofNotebook(services.root(), path, null, id);
  }
}
