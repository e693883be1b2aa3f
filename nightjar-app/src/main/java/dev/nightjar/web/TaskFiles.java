package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.html.HtmlExport;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.task.AttemptDisk;
import java.io.ByteArrayOutputStream;

/// What attempts of tasks left: as with jobs, none of it is trusted.
record TaskFiles(Services services) {
  /// `…/tasks/{task}/log?attempt=N`: what an attempt printed.
  void log(Visit visit) {
    JobFiles.send(
        JobFiles.harmless(visit.request()).contentType("text/plain; charset=utf-8"),
        disk(visit).folder().resolve("log.txt"));
  }

  /// `…/tasks/{task}/notebook?attempt=N`: the notebook as a page, for a frame.
  void notebook(Visit visit) {
    Notebook notebook =
        disk(visit)
            .notebook()
            .orElseThrow(() -> HttpProblem.missing("The notebook can't be read."));
    var out = new ByteArrayOutputStream();
    HtmlExport.write(notebook, HtmlExport.title(notebook).orElse(visit.path("task")), out);
    JobFiles.harmless(visit.request())
        .contentType("text/html; charset=utf-8")
        .result(out.toByteArray());
  }

  private AttemptDisk disk(Visit visit) {
    var runs = new FileRuns(services);
    StoredTaskRun task =
        services
            .database()
            .read(
                transaction -> {
                  KeyedRun run = runs.run(transaction, visit);
                  return runs.task(transaction, run, visit);
                });
    return disk(task.key(), number(visit, task));
  }

  /// The attempt that is asked for, else the last one.
  static int number(Visit visit, StoredTaskRun task) {
    int last = task.tries().attempts();
    String asked = visit.query("attempt");
    try {
      return asked == null ? last : Math.clamp(Long.parseLong(asked), 1, Math.max(1, last));
    } catch (NumberFormatException e) {
      return last;
    }
  }

  AttemptDisk disk(TaskRunKey key, int attempt) {
    return new AttemptDisk(services.artifacts().resolve(key.folder(Math.max(1, attempt))));
  }
}
