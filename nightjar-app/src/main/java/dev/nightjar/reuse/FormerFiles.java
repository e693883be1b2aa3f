package dev.nightjar.reuse;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.FormerWork;
import dev.nightjar.executor.PreparationException;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Fingerprint;
import dev.nightjar.run.Fingerprint.Kind;
import dev.nightjar.run.Fingerprint.Part;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Seal;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Reuse;
import dev.nightjar.workflow.ShellWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Reads what tasks depend on, and gives attempts the files of earlier ones.
///
/// @param artifacts the folder of all that runs leave, snapshots included
/// @param variables the environment variables that tasks have
/// @param seal keeps those who read the database from guessing what was hashed
public record FormerFiles(Path artifacts, Map<String, String> variables, Seal seal)
    implements FormerWork {
  public FormerFiles {
    variables = Map.copyOf(variables);
  }

  @Override
  public Fingerprint fingerprint(AttemptOrder order) {
    Reuse reuse = Objects.requireNonNull(order.task().traits().reuse());
    List<Part> parts = new ArrayList<>();
    switch (order.task().work()) {
      case NotebookWork work -> {
        var notebook = new NotebookParts(work, artifacts.resolve(order.snapshot()));
        parts.addAll(notebook.of(reuse.interpreter(), variables));
        parts.addAll(ParameterParts.of(order.parameters(), order.task().traits().parameters()));
      }
      case ShellWork work -> parts.addAll(command(work));
      default ->
          throw new PreparationException(
              "tasks.%s.reuse: goes with notebook or shell".formatted(order.task().name()));
    }
    for (String name : reuse.variables()) {
      parts.add(Part.of(Kind.ENVIRONMENT, "variable " + name, String.valueOf(variables.get(name))));
    }
    parts.addAll(new InputParts(order.task().name(), Path.of(reuse.folder())).of(reuse.inputs()));
    return new Fingerprint(parts).marked(seal::mark);
  }

  private static List<Part> command(ShellWork work) {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of(Kind.WORK, "the command", work.command()));
    parts.add(Part.of(Kind.WORK, "its folder", String.valueOf(work.folder())));
    work.environment()
        .forEach((name, value) -> parts.add(Part.of(Kind.ENVIRONMENT, "variable " + name, value)));
    return parts;
  }

  @Override
  public Optional<String> take(
      TaskRunKey from, int attempt, List<Artifact> left, AttemptOrder order) {
    try {
      return new LinkedFiles(
              artifacts.resolve(from.folder(attempt)), artifacts.resolve(order.folder()))
          .make(left);
    } catch (IOException e) {
      throw new PreparationException(
          "what %s left can't be linked: %s".formatted(from, e.getMessage()));
    }
  }
}
