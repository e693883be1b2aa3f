package dev.nightjar.http.api;

import dev.nightjar.files.InputPathException;
import dev.nightjar.files.Snapshot;
import dev.nightjar.files.SnapshotException;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.run.Ids;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The notebook that a request brings: a path below the root, or the notebook itself.
final class Input {
  private static final int LONGEST_PATH = 4_000;
  private static final int LONGEST_NAME = 200;

  private final @Nullable String path;
  private final byte[] content;
  private final String name;
  private final boolean folder;
  private final @Nullable String kernel;

  private Input(
      @Nullable String path, byte[] content, String name, boolean folder, @Nullable String kernel) {
    this.path = path;
    this.content = content;
    this.name = name;
    this.folder = folder;
    this.kernel = kernel;
  }

  /// Reads `notebook` and `notebook_name`; null if there is none, or something is wrong, which the
  /// body then knows.
  static @Nullable Input read(Body body, Services services, boolean folder) {
    JsonNode value = body.value("notebook");
    String wanted = body.text("notebook_name", LONGEST_NAME);
    if (value == null) {
      return null;
    }
    if (!value.isString() && !value.isObject()) {
      body.fault("notebook", "must be a path below the root, or the notebook itself.");
      return null;
    }
    if (value.isObject() && folder) {
      body.fault("package_folder", "needs a notebook in a folder: give its path.");
      return null;
    }
    String path = value.isString() ? body.text("notebook", LONGEST_PATH) : null;
    if (value.isString() && path == null) {
      return null;
    }
    try {
      byte[] content = path == null ? Json.compact(value) : services.root().read(path);
      String name = wanted == null ? name(path) : wanted;
      Notebook notebook = NotebookFormat.read(content, path == null ? name : path);
      return new Input(path, content, name, folder, notebook.kernelName().orElse(null));
    } catch (InputPathException | NotebookException problem) {
      body.fault("notebook", String.valueOf(problem.getMessage()));
      return null;
    }
  }

  private static String name(@Nullable String path) {
    return path == null ? "notebook.ipynb" : path.substring(path.lastIndexOf('/') + 1);
  }

  /// The file's name.
  String name() {
    return name;
  }

  /// Whether all that lies beside it comes along.
  boolean folder() {
    return folder;
  }

  /// The kernel that it names; null if it names none.
  @Nullable String kernel() {
    return kernel;
  }

  /// The file's name without its suffix.
  String title() {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /// Keeps it.
  ///
  /// @throws dev.nightjar.http.HttpProblem 422 if that can't be
  Snapshot keep(Body body, Services services) {
    String id = Ids.next(services.clock());
    try {
      if (folder && path != null) {
        return services.snapshots().ofFolder(services.root(), path, name, id);
      }
      return services.snapshots().ofContent(content, name, id);
    } catch (InputPathException | SnapshotException problem) {
      body.fault("notebook", String.valueOf(problem.getMessage()));
      body.check();
      throw problem;
    }
  }
}
