package dev.nightjar.cli;

import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.notebook.parameters.ParameterInspection;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflowfile.FileProblem;
import dev.nightjar.workflowfile.WorkflowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks whether the notebooks of a workflow are there and take the parameters that they are given.
/// Each notebook is read once. Not thread-safe.
final class NotebookChecks {
  private final String name;
  private final Path folder;
  private final List<FileProblem> problems = new ArrayList<>();
  private final List<FileProblem> warnings = new ArrayList<>();
  private final Map<String, Look> looks = new HashMap<>();

  /// What a look at a notebook showed.
  private sealed interface Look {
    /// It is no notebook that can be run.
    record Bad(String why) implements Look {}

    /// It is.
    ///
    /// @param tagged whether a cell is tagged for parameters
    /// @param known the parameters in it
    record Fine(boolean tagged, Set<String> known) implements Look {}
  }

  /// @param name how messages call the workflow file
  /// @param folder where the paths of notebooks start
  NotebookChecks(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  List<FileProblem> problems() {
    return problems;
  }

  List<FileProblem> warnings() {
    return warnings;
  }

  void check(WorkflowFile file) {
    for (Task task : file.workflow().tasks()) {
      if (task.work() instanceof NotebookWork work) {
        check(file, task, work.notebook());
      }
    }
  }

  private void check(WorkflowFile file, Task task, String notebook) {
    String path = "tasks.%s.notebook".formatted(task.name());
    switch (looks.computeIfAbsent(notebook, this::look)) {
      case Look.Bad(var why) ->
          problems.add(new FileProblem(name, file.placeOf(path), "%s: %s".formatted(path, why)));
      case Look.Fine(var tagged, var known) -> {
        Map<String, String> given = given(task);
        if (given.isEmpty()) {
          return;
        }
        if (!tagged) {
          warn(
              file,
              given.values().iterator().next().replaceFirst("\\.[^.]*$", ""),
              "%s has no cell with the tag 'parameters': they come first in it"
                  .formatted(notebook));
        }
        for (Map.Entry<String, String> parameter : given.entrySet()) {
          if (!known.isEmpty() && !known.contains(parameter.getKey())) {
            warn(
                file,
                parameter.getValue(),
                "%s has no such parameter (there are: %s)"
                    .formatted(notebook, String.join(", ", known)));
          }
        }
      }
    }
  }

  /// The names of a task's parameters, those of its grid as well, each with the place of it.
  private static Map<String, String> given(Task task) {
    Map<String, String> given = new LinkedHashMap<>();
    Map<String, Object> own = task.traits().parameters();
    if (own != null) {
      own.keySet()
          .forEach(name -> given.put(name, "tasks.%s.parameters.%s".formatted(task.name(), name)));
    }
    if (task.traits().grid() != null && task.traits().grid().points() instanceof Map<?, ?> lists) {
      lists
          .keySet()
          .forEach(
              name -> given.put(name.toString(), "tasks.%s.grid.%s".formatted(task.name(), name)));
    }
    return given;
  }

  private void warn(WorkflowFile file, String path, String text) {
    warnings.add(new FileProblem(name, file.placeOf(path), "%s: %s".formatted(path, text)));
  }

  private Look look(String notebook) {
    Path file = folder.resolve(notebook);
    try {
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        return new Look.Bad("'%s' leads out of the folder of this file".formatted(notebook));
      }
      if (!Files.isRegularFile(file)) {
        return new Look.Bad("'%s' is no file".formatted(notebook));
      }
      Notebook read = NotebookFormat.read(Files.readAllBytes(file), notebook);
      boolean tagged = read.cells().stream().anyMatch(cell -> cell.hasTag("parameters"));
      return new Look.Fine(tagged, known(read));
    } catch (NoSuchFileException e) {
      return new Look.Bad("there is no '%s' in the folder of this file".formatted(notebook));
    } catch (IOException e) {
      return new Look.Bad("'%s' can't be read: %s".formatted(notebook, e));
    } catch (NotebookException e) {
      return new Look.Bad(Ansi.line(String.valueOf(e.getMessage())));
    }
  }

  /// None if they can't be told.
  private static Set<String> known(Notebook notebook) {
    Set<String> known = new LinkedHashSet<>();
    try {
      ParameterInspection.inspect(notebook, null, null, _ -> {})
          .forEach(parameter -> known.add(parameter.name()));
    } catch (NotebookException e) {
      // a language whose parameters we can't read
    }
    return known;
  }
}
