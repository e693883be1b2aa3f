package dev.nightjar.folder;

import dev.nightjar.airflow.DagFileException;
import dev.nightjar.airflow.DagFiles;
import dev.nightjar.airflow.DagReader;
import dev.nightjar.files.Snapshots;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.workflowfile.FileProblem;
import dev.nightjar.yaml.YamlValue.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads one workflow file, of whichever kind, for those who run it at once.
public final class SingleFile {
  private final Path folder;
  private final DagFiles dags;
  private final OwnFiles own;

  /// @param folder that the file is in
  /// @param snapshots get a copy of the notebooks that it names
  public SingleFile(Path folder, DagFiles dags, Snapshots snapshots) {
    this.folder = folder;
    this.dags = dags;
    this.own = new OwnFiles(folder, snapshots);
  }

  /// What came of a file.
  ///
  /// @param problems why it can't be used; empty if it can
  public record Result(List<Workflows.Read> workflows, List<FileProblem> problems) {
    static Result broken(String name, int line, String text) {
      return new Result(List.of(), List.of(new FileProblem(name, new Place(line, 1), text)));
    }
  }

  /// Reads it.
  ///
  /// @param name of the file in the folder
  public Result read(String name) throws InterruptedException {
    if (!name.endsWith(".py")) {
      OwnFiles.Result read = own.read(name);
      return new Result(read.read(), read.problems());
    }
    try {
      return dags(name, dags.load(List.of(folder.resolve(name))).getFirst());
    } catch (DagFileException e) {
      return Result.broken(name, 1, String.valueOf(e.getMessage()));
    }
  }

  private static Result dags(String name, JsonNode answer) {
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      return Result.broken(name, error.path("line").asInt(1), error.path("message").asString(""));
    }
    List<Workflows.Read> read = new ArrayList<>();
    for (JsonNode dag : answer.path("dags")) {
      read.add(DagReader.read(dag, name));
    }
    return read.isEmpty()
        ? Result.broken(name, 1, "there is no DAG in this file")
        : new Result(read, List.of());
  }
}
