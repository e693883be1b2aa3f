package dev.nightjar.airflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads DAG files: the shim runs each in the user's Python and tells what DAGs came out. Blocks
/// while it does.
public final class DagFiles {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Shim shim;
  private final Path folder;
  private final Supplier<Shim.Api> api;

  /// @param folder of the DAG files
  public DagFiles(Shim shim, Path folder, Supplier<Shim.Api> api) {
    this.shim = shim;
    this.folder = folder;
    this.api = api;
  }

  /// What the shim says of these files, in their order; each line is described in its README.
  ///
  /// @throws DagFileException if the shim itself can't be run
  public List<JsonNode> load(List<Path> files) throws InterruptedException {
    if (files.isEmpty()) {
      return List.of();
    }
    try {
      Path out = Files.createTempFile("nightjar-dags-", ".jsonl");
      Path asking = Files.createTempFile("nightjar-dags-", ".json");
      try {
        Shim.Api where = api.get();
        Files.writeString(
            asking, JSON.writeValueAsString(Map.of("url", where.url(), "token", where.token())));
        shim.run(
            "reading Airflow files",
            List.of(
                "load",
                "--folder",
                folder.toString(),
                "--out",
                out.toString(),
                "--api",
                asking.toString()),
            files.stream().map(file -> file + "\n").collect(Collectors.joining()),
            PATIENCE);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
          lines.add(JSON.readTree(line));
        }
        return lines;
      } finally {
        Files.delete(out);
        Files.delete(asking);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JacksonException e) {
      throw new DagFileException("what the shim wrote is no JSON: " + e.getOriginalMessage());
    }
  }
}
