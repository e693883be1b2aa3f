package dev.nightjar.cli;

import dev.nightjar.engine.Leftovers;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.parameters.ParameterInspection.Inferred;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What `nightjar inspect` tells of a notebook, for people or for scripts.
///
/// @param path as the user wrote it, its template filled in
/// @param bytes how large its file is; null if it is no file
/// @param notebook with what a killed run left beside it
/// @param parameters those that it takes
/// @param leftovers what a run left beside it
record NotebookFacts(
    String path,
    @Nullable Long bytes,
    Notebook notebook,
    List<Inferred> parameters,
    Leftovers leftovers) {

  private Map<String, Integer> cellTypes() {
    return counted(notebook.cells().stream().map(Cell::type).toList());
  }

  private Map<String, Integer> tags() {
    return counted(notebook.cells().stream().flatMap(cell -> cell.tags().stream()).toList());
  }

  private static Map<String, Integer> counted(List<String> words) {
    Map<String, Integer> counts = new TreeMap<>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    return counts;
  }

  private Optional<RunFacts> run() {
    return RunFacts.of(notebook);
  }

  /// One JSON object.
  ObjectNode json() {
    ObjectNode json = Json.object().put("path", path).put("nbformat", notebook.writtenAs());
    json.put("size", bytes);
    json.put("kernel", notebook.kernelName().orElse(null));
    json.put("language", notebook.language().orElse(null));
    ObjectNode cells = json.putObject("cells").put("total", notebook.cells().size());
    cellTypes().forEach(cells::put);
    ObjectNode tags = json.putObject("tags");
    tags().forEach(tags::put);
    ObjectNode all = json.putObject("parameters");
    for (Inferred parameter : parameters) {
      all.putObject(parameter.name())
          .put("name", parameter.name())
          .put("inferred_type_name", parameter.inferredTypeName())
          .put("default", parameter.defaultValue())
          .put("help", parameter.help());
    }
    run().ifPresentOrElse(run -> json.set("run", run.json()), () -> json.putNull("run"));
    json.put("journal", leftovers.journal());
    leftovers
        .keptKernel()
        .ifPresentOrElse(
            kernel ->
                json.putObject("kept_kernel")
                    .put("name", kernel.name())
                    .put("pid", kernel.pid())
                    .put("connection_file", kernel.connectionFile().toString()),
            () -> json.putNull("kept_kernel"));
    return json;
  }

  /// A page of text.
  void print(PrintStream out) {
    out.println(path);
    line(
        out,
        "Format",
        "nbformat " + notebook.writtenAs() + (bytes == null ? "" : ", " + Sizes.words(bytes)));
    line(out, "Kernel", notebook.kernelName().orElse("not named; give one with -k"));
    line(out, "Language", notebook.language().orElse("not named"));
    line(out, "Cells", "%d: %s".formatted(notebook.cells().size(), words(cellTypes())));
    if (!tags().isEmpty()) {
      line(out, "Tags", words(tags()));
    }
    line(out, "Last run", run().map(NotebookFacts::words).orElse("none"));
    if (leftovers.journal()) {
      line(out, "Journal", "a run goes on, or was killed; its finished cells are counted here");
    }
    leftovers
        .keptKernel()
        .ifPresent(
            kernel ->
                line(
                    out,
                    "Kept kernel",
                    "%s, process %d: go on with `nightjar run --resume %s`"
                        .formatted(kernel.name(), kernel.pid(), path)));
    out.println();
    if (parameters.isEmpty()) {
      out.println("No parameters" + (tags().containsKey("parameters") ? "." : noParametersCell()));
      return;
    }
    out.println("Parameters:");
    Table table = new Table("NAME", "TYPE", "DEFAULT", "HELP");
    for (Inferred parameter : parameters) {
      String type = parameter.inferredTypeName();
      table.add(
          parameter.name(),
          type.equals(Inferred.UNKNOWN_TYPE) ? "-" : type,
          parameter.defaultValue(),
          parameter.help());
    }
    table.lines("  ").forEach(out::println);
  }

  private static String noParametersCell() {
    return ": no cell has the tag `parameters`.";
  }

  private static String words(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String words(RunFacts run) {
    String time =
        run.start().replaceFirst("T", " ").replaceFirst("\\.\\d+", "").replace("+00:00", " UTC");
    StringBuilder words = new StringBuilder(run.status());
    run.failure()
        .ifPresent(
            cell ->
                words.append(
                    " in cell %d (%s)%s"
                        .formatted(
                            cell.number(),
                            cell.prompt(),
                            cell.error().isEmpty()
                                ? ""
                                : ": " + cell.error().lines().findFirst().orElse(""))));
    words.append("; began ").append(time);
    if (run.seconds() != null) {
      words.append(String.format(Locale.ROOT, ", took %.1f s", run.seconds()));
    }
    return words.toString();
  }

  private static void line(PrintStream out, String name, String text) {
    out.println("  %-13s%s".formatted(name, text));
  }
}
