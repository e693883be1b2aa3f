package dev.nightjar.http.api;

import dev.nightjar.files.InputPathException;
import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.http.Services;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.notebook.parameters.ParameterInspection;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/notebooks`: what lies below the root.
final class NotebookApi {
  private final Services services;

  NotebookApi(Services services) {
    this.services = services;
  }

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/notebooks", this::list),
        Operation.get("/api/notebooks/parameters", this::parameters));
  }

  private void list(Context request) throws IOException {
    var query = new Query(request);
    String path = Objects.requireNonNullElse(query.text("path"), "");
    query.check();
    ObjectNode answer = Json.object().put("path", path);
    ArrayNode items = answer.putArray("items");
    for (NotebookFolder.Entry entry : new NotebookFolder(services.root()).list(path)) {
      items
          .addObject()
          .put("name", entry.name())
          .put("path", entry.path())
          .put("type", entry.folder() ? "folder" : "notebook")
          .put("size", entry.size())
          .put("modified_at", entry.modified().toString());
    }
    Requests.answer(request, answer);
  }

  private void parameters(Context request) {
    var query = new Query(request);
    String path = query.text("path");
    if (path == null) {
      query.fault("path", "is missing: give the path of a notebook below the root.");
    }
    query.check();
    Notebook notebook = read(path);
    ObjectNode answer = Json.object().put("path", path);
    answer.put("kernel", notebook.kernelName().orElse(null));
    answer.put("language", notebook.language().orElse(null));
    ArrayNode warnings = Json.array();
    ArrayNode parameters = answer.putArray("parameters");
    try {
      ParameterInspection.inspect(notebook, null, null, warnings::add)
          .forEach(
              one ->
                  parameters
                      .addObject()
                      .put("name", one.name())
                      .put("type", one.inferredTypeName())
                      .put("default", one.defaultValue())
                      .put("help", one.help()));
    } catch (NotebookException unknownLanguage) {
      warnings.add(String.valueOf(unknownLanguage.getMessage()));
    }
    answer.set("warnings", warnings);
    Requests.answer(request, answer);
  }

  private Notebook read(@Nullable String path) {
    try {
      String given = String.valueOf(path);
      return NotebookFormat.read(services.root().read(given), given);
    } catch (InputPathException missing) {
      throw HttpProblem.missing(String.valueOf(missing.getMessage()));
    } catch (NotebookException broken) {
      throw HttpProblem.bad(String.valueOf(broken.getMessage()));
    }
  }
}
