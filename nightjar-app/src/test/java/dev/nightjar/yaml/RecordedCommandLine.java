package dev.nightjar.yaml;

import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a recorded command line asks for, its parameters merged in papermill's order.
record RecordedCommandLine(List<String> paths, Parameters parameters, @Nullable String kernel) {
  static RecordedCommandLine of(JsonNode row) {
    List<String> paths = new ArrayList<>();
    String kernel = null;
    boolean injectPaths = false;
    boolean injectInput = false;
    Parameters base64 = Parameters.empty();
    Parameters files = Parameters.empty();
    Parameters yaml = Parameters.empty();
    Parameters inferred = Parameters.empty();
    Parameters raw = Parameters.empty();
    Iterator<String> words = RecordedPapermillTest.strings(row.get("argv")).iterator();
    while (words.hasNext()) {
      String word = words.next();
      switch (word) {
        case "-b", "--parameters_base64" ->
            base64 =
                base64.with(
                    ParameterDocuments.parse(ParameterDocuments.lenientBase64(words.next()), word));
        case "-f" -> {
          String file = words.next();
          String text = row.get("text").get(file).stringValue();
          files = files.with(ParameterDocuments.parse(text, file));
        }
        case "-y" -> yaml = yaml.with(ParameterDocuments.parse(words.next(), word));
        case "-p", "--parameters" ->
            inferred = inferred.with(words.next(), ParameterValue.infer(words.next()));
        case "-r" -> raw = raw.with(words.next(), ParameterValue.of(words.next()));
        case "-k" -> kernel = words.next();
        case "--inject-paths" -> injectPaths = true;
        case "--inject-input-path" -> injectInput = true;
        case "--prepare-only", "--report-mode" -> {} // not about parameters
        default -> paths.add(word);
      }
    }
    Parameters merged = Parameters.empty();
    if (injectPaths || injectInput) {
      merged = merged.with("PAPERMILL_INPUT_PATH", ParameterValue.of(paths.getFirst()));
    }
    if (injectPaths) {
      merged = merged.with("PAPERMILL_OUTPUT_PATH", ParameterValue.of(paths.getLast()));
    }
    return new RecordedCommandLine(
        paths, merged.with(base64).with(files).with(yaml).with(inferred).with(raw), kernel);
  }
}
