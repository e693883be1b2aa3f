package dev.nightjar.workflowfile;

import dev.nightjar.workflow.Reuse;
import dev.nightjar.yaml.YamlValue;
import dev.nightjar.yaml.YamlValue.Scalar;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads when a task need not do its work again.
///
/// @param task the fields of the task
record ReuseReader(Fields task) {
  private static final List<String> KINDS = List.of("notebook", "shell");

  /// Null if it always does its work, or something is wrong.
  @Nullable Reuse read() {
    YamlValue value = task.value("reuse");
    if (value == null) {
      return null;
    }
    if (KINDS.stream().noneMatch(task::has)) {
      task.problem("reuse", "goes with notebook or shell");
      return null;
    }
    return switch (value) {
      case Scalar(Boolean wanted, _, _) -> wanted ? reuse(List.of(), false, List.of(), null) : null;
      case YamlValue.Mapping _ -> read(task.fields("reuse"));
      default -> {
        task.wrong("reuse", value, "true, false, or names with values such as {inputs: a.csv}");
        yield null;
      }
    };
  }

  private @Nullable Reuse read(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    fields.checked(Keys.REUSE);
    List<String> inputs = fields.texts("inputs");
    Duration ttl = fields.positive("ttl");
    if (!(fields.value("env") instanceof Scalar(Boolean interpreter, _, _))) {
      return reuse(inputs, false, variables(fields), ttl);
    }
    if (interpreter && !task.has("notebook")) {
      fields.problem("env", "must be names of variables here: true goes with notebook");
    }
    return reuse(inputs, interpreter, List.of(), ttl);
  }

  private static List<String> variables(Fields fields) {
    List<String> names = fields.texts("env");
    names.stream()
        .filter(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"))
        .forEach(name -> fields.problem("env", "'%s' is no name of a variable".formatted(name)));
    return names;
  }

  private Reuse reuse(
      List<String> inputs, boolean interpreter, List<String> variables, @Nullable Duration ttl) {
    return new Reuse(inputs, task.reading().folder().toString(), interpreter, variables, ttl);
  }
}
