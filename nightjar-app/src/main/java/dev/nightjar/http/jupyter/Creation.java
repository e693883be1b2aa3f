package dev.nightjar.http.jupyter;

import dev.nightjar.files.NotebookRoot;
import dev.nightjar.files.Snapshot;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.run.Ids;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes workflows of what jupyter-scheduler's CreateJob and CreateJobDefinition say.
final class Creation {
  static final String NO_KERNEL =
      "There is no kernel associated with the notebook. Please open\n"
          + "   the notebook, select a kernel, and re-submit the job to execute.";
  private static final String TASK = "notebook";

  private final Services services;

  Creation(Services services) {
    this.services = services;
  }

  /// What a request describes.
  ///
  /// @param uploaded files that came with the request, by their paths; empty if the notebook is to
  ///     be found below the root
  record Described(
      String name,
      String inputUri,
      Map<String, byte[]> uploaded,
      @Nullable String inputFilename,
      List<String> tags,
      Map<String, Object> parameters,
      boolean packageFolder,
      NotebookWork like) {}

  /// Reads what jobs and definitions have in common; [Fields#check] is left to the caller.
  static Described read(Fields fields, List<String> formatsOtherwise) {
    String template = fields.text("output_filename_template");
    String environment = fields.required("runtime_environment_name");
    Boolean packaged = fields.flag("package_input_folder");
    return new Described(
        fields.required("name"),
        fields.required("input_uri"),
        fields.files("input_files"),
        fields.text("input_filename"),
        Objects.requireNonNullElse(fields.texts("tags"), List.of()),
        Objects.requireNonNullElse(fields.parameters("parameters"), Map.of()),
        packaged != null && packaged,
        new NotebookWork(
            "notebook.ipynb",
            environment,
            Objects.requireNonNullElse(fields.values("runtime_environment_parameters"), Map.of()),
            true,
            Objects.requireNonNullElse(fields.texts("output_formats"), formatsOtherwise),
            template == null ? NotebookWork.DEFAULT_OUTPUT_NAME : template,
            packaged != null && packaged,
            fields.text("compute_type")));
  }

  /// Refuses output formats that nothing here can make.
  void checkFormats(@Nullable List<String> formats) {
    if (formats == null) {
      return;
    }
    TreeSet<String> known = new TreeSet<>();
    services.environments().get().stream()
        .flatMap(one -> one.formats().stream())
        .forEach(format -> known.add(format.name()));
    for (String format : formats) {
      if (!known.contains(format)) {
        throw HttpProblem.bad(
            "output_formats: '%s' can't be made here (known: %s)"
                .formatted(format, String.join(", ", known)));
      }
    }
  }

  /// Copies the notebook, or its folder, from the root or from what was uploaded.
  ///
  /// @param name of the notebook's copy; null for its own
  /// @throws HttpProblem 400 for a file that is no notebook, or where a kernel is needed, for one
  ///     that names none
  Snapshot snapshot(
      String path,
      Map<String, byte[]> uploaded,
      @Nullable String name,
      boolean folder,
      boolean kernelNeeded) {
    if (uploaded.isEmpty()) {
      return snapshot(services.root(), path, name, folder, kernelNeeded);
    }
    try (Upload upload = new Upload(services.artifacts(), uploaded)) {
      return snapshot(upload.root(), path, name, folder, kernelNeeded);
    }
  }

  private Snapshot snapshot(
      NotebookRoot root, String path, @Nullable String name, boolean folder, boolean kernelNeeded) {
    Notebook notebook;
    try {
      notebook = NotebookFormat.read(root.read(path), path);
    } catch (NotebookException e) {
      throw HttpProblem.bad(String.valueOf(e.getMessage()));
    }
    if (kernelNeeded && notebook.kernelName().isEmpty()) {
      throw HttpProblem.bad(NO_KERNEL);
    }
    String id = Ids.next(services.clock());
    return folder
        ? services.snapshots().ofFolder(root, path, name, id)
        : services.snapshots().ofNotebook(root, path, name, id);
  }

  /// A workflow of one notebook task.
  static Workflow workflow(
      String name, List<String> tags, Map<String, Object> parameters, NotebookWork work) {
    return workflow(name, tags, parameters, work, null);
  }

  /// A workflow of one notebook task, in all else like an earlier one.
  static Workflow workflow(
      String name,
      List<String> tags,
      Map<String, Object> parameters,
      NotebookWork work,
      @Nullable Workflow like) {
    Task task =
        like == null
            ? new Task(
                TASK,
                work,
                List.of(),
                TriggerRule.ALL_SUCCESS,
                Retry.NONE,
                Limits.NONE,
                Placement.LOCAL)
            : like.onlyTask().with(work);
    return new Workflow(
        name, tags, parameters, List.of(task), like == null ? List.of() : like.alerts());
  }

  static NotebookWork named(NotebookWork like, String notebook) {
    return new NotebookWork(
        notebook,
        like.environment(),
        like.environmentParameters(),
        like.verbatimParameters(),
        like.outputFormats(),
        like.outputName(),
        like.packageFolder(),
        like.computeType());
  }
}
