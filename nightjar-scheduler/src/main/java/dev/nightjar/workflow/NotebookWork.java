package dev.nightjar.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A notebook to run.
///
/// @param notebook the file's path in the snapshot that the version of the workflow keeps, with
///     `/`: a name, and in workflow files maybe folders before it
/// @param environment the kernelspec or conda or virtual environment asked for; null for what the
///     notebook names
/// @param environmentParameters what jupyter-scheduler calls runtime_environment_parameters
/// @param verbatimParameters whether parameters are source text of the notebook's language, put
///     behind `name = ` as they are (as jupyter-scheduler does), rather than typed values
/// @param outputFormats `ipynb`, `html`, or the name of a format of nbconvert; empty for none
/// @param outputName the template of the outputs' names, without a suffix; `{{input_filename}}` is
///     the notebook's name without its suffix, further names are `create_time`, `start_time`,
///     `name`, `job_id` and the parameters
/// @param packageFolder whether the whole folder of the notebook is in the snapshot, and what the
///     notebook writes is offered beside its outputs
/// @param computeType what jupyter-scheduler calls compute_type: kept and shown, nothing else
/// @param folder where the kernel works, absolute; null for a copy of the snapshot that is the
///     attempt's own
public record NotebookWork(
    String notebook,
    @Nullable String environment,
    Map<String, Object> environmentParameters,
    boolean verbatimParameters,
    List<String> outputFormats,
    String outputName,
    boolean packageFolder,
    @Nullable String computeType,
    @Nullable String folder)
    implements Work {
  /// What jupyter-scheduler uses where nothing is said.
  public static final String DEFAULT_OUTPUT_NAME = "{{input_filename}}-{{create_time}}";

  public NotebookWork {
    if (!isInside(notebook)) {
      throw new WorkflowException(
          "notebook '%s' is not the name of a file: give one, or a path with / that stays in its folder"
              .formatted(notebook));
    }
    environmentParameters = Collections.unmodifiableMap(new LinkedHashMap<>(environmentParameters));
    outputFormats = List.copyOf(outputFormats);
  }

  /// One that works in a folder of its own, as jobs do.
  public NotebookWork(
      String notebook,
      @Nullable String environment,
      Map<String, Object> environmentParameters,
      boolean verbatimParameters,
      List<String> outputFormats,
      String outputName,
      boolean packageFolder,
      @Nullable String computeType) {
    this(
        notebook,
        environment,
        environmentParameters,
        verbatimParameters,
        outputFormats,
        outputName,
        packageFolder,
        computeType,
        null);
  }

  /// The same, working in a folder that is there.
  public NotebookWork in(String there) {
    return new NotebookWork(
        notebook,
        environment,
        environmentParameters,
        verbatimParameters,
        outputFormats,
        outputName,
        packageFolder,
        computeType,
        there);
  }

  private static boolean isInside(String notebook) {
    return !notebook.isBlank()
        && !notebook.contains("\\")
        && Stream.of(notebook.split("/", -1))
            .noneMatch(step -> step.isBlank() || step.equals(".") || step.equals(".."));
  }
}
