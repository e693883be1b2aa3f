package dev.nightjar.http.jupyter;

import dev.nightjar.files.NotebookRoot;
import dev.nightjar.files.Snapshot;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Routes;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Run;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.Transaction;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/// `/scheduler/jobs/{id}/files`: what a job's `download_files` would copy, for Jupyter servers that
/// do not see the server's folders. jupyter-scheduler has no such addresses.
public final class FileRoutes implements Routes {
  private final Services services;
  private final RunStore runs = new RunStore();
  private final AttemptStore attempts = new AttemptStore();

  public FileRoutes(Services services) {
    this.services = services;
  }

  /// A file of a job.
  ///
  /// @param folder below the artifact root
  /// @param path below that
  /// @param format as in job_files; `files` for what is only packaged
  private record JobFile(String folder, String path, String format) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/scheduler/jobs/{id}/files", this::list);
    routes.get("/scheduler/jobs/{id}/files/<name>", this::content);
  }

  private void list(Context request) {
    ArrayNode files = Json.array();
    files(Paths.id(request))
        .forEach(
            (name, file) ->
                files.add(Json.object().put("name", name).put("file_format", file.format())));
    var answer = Json.object();
    answer.set("files", files);
    Requests.answer(request, answer);
  }

  private void content(Context request) throws IOException {
    String name = request.pathParam("name");
    JobFile file = files(Paths.id(request)).get(name);
    if (file == null) {
      throw HttpProblem.missing("The job has no file '%s'.".formatted(name));
    }
    var folder = new NotebookRoot(services.artifacts().resolve(file.folder()));
    request.contentType("application/octet-stream");
    try (InputStream in = Channels.newInputStream(folder.open(file.path()))) {
      in.transferTo(request.outputStream());
    }
  }

  private Map<String, JobFile> files(String id) {
    return services.database().read(transaction -> files(transaction, id));
  }

  private Map<String, JobFile> files(Transaction transaction, String id) {
    Optional<Run> found = runs.findJob(transaction, id);
    if (found.isEmpty()) {
      throw HttpProblem.missing("There is no job with id '%s'.".formatted(id));
    }
    Run run = found.get();
    var work = run.workflow().onlyNotebook();
    Map<String, JobFile> files = new LinkedHashMap<>();
    for (AttemptStore.Left left :
        attempts.artifacts(transaction, List.of(id)).getOrDefault(id, List.of())) {
      Artifact artifact = left.artifact();
      String format =
          switch (artifact.kind()) {
            case OUTPUT -> artifact.format();
            case FILE -> work.packageFolder() ? "files" : "";
            case INPUT, LOG -> "";
          };
      if (!format.isEmpty()) {
        files.put(
            Downloads.name(artifact),
            new JobFile(left.taskRun().folder(left.attempt()), artifact.path(), format));
      }
    }
    if (work.packageFolder()) {
      services
          .snapshots()
          .files(new Snapshot(run.snapshot(), work.notebook()))
          .forEach(name -> files.putIfAbsent(name, new JobFile(run.snapshot(), name, "files")));
    }
    files.put(work.notebook(), new JobFile(run.snapshot(), work.notebook(), "input"));
    return files;
  }
}
