package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.run.Artifact;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.RunStore;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `/api/jobs/{id}/artifacts/…`: what jobs left, as files. Their content is that of notebooks, and
/// so not trusted: nothing in it runs, should a browser show it.
final class ArtifactApi {
  private static final String SANDBOX =
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
          + " media-src data:";
  private static final String UNKNOWN = "application/octet-stream";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("ipynb", "application/x-ipynb+json"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("log", "text/plain; charset=utf-8"),
          Map.entry("md", "text/markdown; charset=utf-8"),
          Map.entry("csv", "text/csv; charset=utf-8"),
          Map.entry("py", "text/plain; charset=utf-8"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("zip", "application/zip"),
          Map.entry("parquet", "application/vnd.apache.parquet"));

  private final Services services;
  private final RunStore runs = new RunStore();
  private final AttemptStore attempts = new AttemptStore();

  ArtifactApi(Services services) {
    this.services = services;
  }

  List<Operation> operations() {
    return List.of(Operation.get("/api/jobs/{id}/artifacts/<path>", this::download));
  }

  private void download(Context request) throws IOException {
    String id = Ids.job(request);
    String path = request.pathParam("path");
    var query = new Query(request);
    boolean inline = query.flag("inline");
    query.check();
    AttemptStore.Left left = require(id, path);
    Path file = services.artifacts().resolve(left.location());
    boolean ours =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && file.toRealPath().startsWith(services.artifacts().toRealPath());
    if (!ours) {
      throw new HttpProblem(
          410, "%s is on record, but its file is not there any more.".formatted(path));
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    request.header("X-Content-Type-Options", "nosniff");
    request.header("Content-Security-Policy", SANDBOX);
    request.header("Content-Disposition", disposition(inline, name));
    request.contentType(type(name, left.artifact()));
    Ranges.send(request, file);
  }

  private AttemptStore.Left require(String id, String path) {
    List<AttemptStore.Left> left =
        services
            .database()
            .read(
                transaction -> {
                  if (runs.findJob(transaction, id).isEmpty()) {
                    throw Ids.noJob(id);
                  }
                  return attempts.artifacts(transaction, List.of(id)).getOrDefault(id, List.of());
                });
    return left.stream()
        .filter(one -> one.artifact().path().equals(path))
        .findFirst()
        .orElseThrow(
            () ->
                HttpProblem.missing(
                    "Job %s left no such file; `artifacts` of the job lists them.".formatted(id)));
  }

  private static String type(String name, Artifact artifact) {
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return artifact.kind() == Artifact.Kind.LOG
        ? TYPES.getOrDefault("txt", UNKNOWN)
        : TYPES.getOrDefault(suffix, UNKNOWN);
  }

  /// After RFC 6266: the name in ASCII for old clients, and as it is.
  private static String disposition(boolean inline, String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    String exact = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "%s; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(inline ? "inline" : "attachment", plain, exact);
  }
}
