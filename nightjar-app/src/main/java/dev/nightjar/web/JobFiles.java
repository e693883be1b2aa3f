package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.html.HtmlExport;
import dev.nightjar.run.Run;
import dev.nightjar.store.AttemptStore;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What a job left. None of it is trusted: browsers are told to run nothing of it, and to believe
/// nothing but the type that they are told.
record JobFiles(Services services) {
  private static final String NOTHING_RUNS =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
          + " media-src data:; frame-ancestors 'self'";

  /// `/jobs/{id}/notebook`: the notebook as a page, for a frame.
  void notebook(Visit visit) {
    var views = new RunViews(services);
    Run run = views.require(visit.id());
    Notebook notebook =
        new JobPage(services)
            .notebookOf(run, views.disk(run, views.attempts(run)))
            .orElseThrow(() -> HttpProblem.missing("The notebook can't be read."));
    var out = new ByteArrayOutputStream();
    HtmlExport.write(notebook, HtmlExport.title(notebook).orElse(run.workflow().name()), out);
    harmless(visit.request()).contentType("text/html; charset=utf-8").result(out.toByteArray());
  }

  /// `/jobs/{id}/log`: what the last attempt printed.
  void log(Visit visit) {
    var views = new RunViews(services);
    Run run = views.require(visit.id());
    Path log =
        views
            .disk(run, views.attempts(run))
            .map(disk -> disk.folder().resolve("log.txt"))
            .orElseThrow(() -> HttpProblem.missing("There is no log yet."));
    send(harmless(visit.request()).contentType("text/plain; charset=utf-8"), log);
  }

  /// `/jobs/{id}/files/{path}`: a file that the job is known to have left.
  void file(Visit visit) {
    Run run = new RunViews(services).require(visit.id());
    String path = visit.request().pathParam("path");
    AttemptStore.Left left =
        new JobFacts(services)
            .left(run).stream()
                .filter(one -> one.artifact().path().equals(path))
                .findFirst()
                .orElseThrow(() -> HttpProblem.missing("The job left no such file."));
    String name = path.substring(path.lastIndexOf('/') + 1);
    send(
        harmless(visit.request())
            .contentType("application/octet-stream")
            .header("Content-Disposition", "attachment; filename*=UTF-8''" + Visit.encoded(name)),
        services.artifacts().resolve(left.location()));
  }

  /// Nothing of what is answered may do anything.
  static Context harmless(Context request) {
    return request
        .header("Content-Security-Policy", NOTHING_RUNS)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store");
  }

  static void send(Context request, Path file) {
    try {
      request.result(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      throw HttpProblem.missing("The file is not there any more.");
    } catch (IOException e) {
      throw HttpProblem.missing("The file can't be read.");
    }
  }
}
