package dev.nightjar.folder;

import dev.nightjar.airflow.DagReader;
import dev.nightjar.files.SnapshotException;
import dev.nightjar.files.Snapshots;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Workflow;
import dev.nightjar.workflowfile.FileProblem;
import dev.nightjar.workflowfile.WorkflowFile;
import dev.nightjar.workflowfile.WorkflowFiles;
import dev.nightjar.workflowfile.WorkflowReading;
import dev.nightjar.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Workflow files in YAML and Java, with a copy of the notebooks that they name: a run goes on with
/// those, whatever is written meanwhile.
final class OwnFiles {
  /// What came of a file.
  ///
  /// @param problems why it can't be used; empty if it can
  record Result(List<Workflows.Read> read, List<FileProblem> problems) {}

  private final Path folder;
  private final Snapshots snapshots;

  OwnFiles(Path folder, Snapshots snapshots) {
    this.folder = folder;
    this.snapshots = snapshots;
  }

  /// Whether a file of that name may be one.
  static boolean isMeant(String file) {
    return (file.endsWith(".yaml") || file.endsWith(".yml") || file.endsWith(".java"))
        && !file.endsWith("nightjar.yaml");
  }

  Result read(String name) {
    Path file = folder.resolve(name).toAbsolutePath();
    return switch (WorkflowFiles.read(file, name)) {
      case WorkflowReading.Broken(List<FileProblem> problems) -> new Result(List.of(), problems);
      case WorkflowReading.Read(WorkflowFile read) -> {
        Path home = Objects.requireNonNull(file.getParent());
        try {
          yield new Result(List.of(stored(read, home)), List.of());
        } catch (SnapshotException e) {
          yield new Result(
              List.of(),
              List.of(
                  new FileProblem(name, YamlValue.Place.START, String.valueOf(e.getMessage()))));
        }
      }
    };
  }

  private Workflows.Read stored(WorkflowFile read, Path home) {
    Workflow workflow = read.workflow();
    List<String> notebooks = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    for (Task task : workflow.tasks()) {
      tasks.add(
          switch (task.work()) {
            case NotebookWork work -> {
              notebooks.add(work.notebook());
              yield task.with(work.in(home.toString()));
            }
            case ShellWork _, PythonWork _ -> task.at(task.placement().by(DagReader.EXECUTOR));
            case HttpWork _, SqlWork _, MessageWork _ ->
                task.at(task.placement().by(Placement.SERVER));
            default -> task;
          });
    }
    return new Workflows.Read(
        workflow.with(tasks),
        notebooks.isEmpty() ? "" : snapshots.ofFiles(home, notebooks),
        read.intervals(),
        false);
  }
}
