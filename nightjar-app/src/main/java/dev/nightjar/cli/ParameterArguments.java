package dev.nightjar.cli;

import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.storage.NotebookStorages;
import dev.nightjar.yaml.ParameterDocuments;
import java.util.Map;

/// The options that give parameters, merged as papermill merges them: `-b`, `-f`, `-y`, `-p`, `-r`,
/// each in the order of the command line.
final class ParameterArguments {
  private final Option<Map.Entry<String, String>> inferred;
  private final Option<Map.Entry<String, String>> raw;
  private final Option<String> files;
  private final Option<String> yaml;
  private final Option<String> base64;

  ParameterArguments(Options options) {
    inferred =
        options.pair(
            "-p, --parameters NAME VALUE",
            "Name and value of a parameter. Numbers, True, False and None are recognised.");
    raw =
        options.pair(
            "-r, --parameters_raw NAME VALUE",
            "Name and value of a parameter, which stays a string.");
    files = options.text("-f, --parameters_file FILE", "YAML or JSON file with parameters.");
    yaml = options.text("-y, --parameters_yaml TEXT", "YAML text with parameters.");
    base64 = options.text("-b, --parameters_base64 TEXT", "Base64 of YAML text with parameters.");
  }

  /// `first` with everything that the command line gives.
  Parameters merge(Parameters first, NotebookStorages storages) {
    Parameters merged = first;
    for (String text : base64.values()) {
      merged = merged.with(decoded(text));
    }
    for (String file : files.values()) {
      merged = merged.with(ParameterDocuments.parse(storages.of(file).read(file), file));
    }
    for (String text : yaml.values()) {
      merged = merged.with(ParameterDocuments.parse(text, "--parameters_yaml"));
    }
    for (var one : inferred.values()) {
      merged = merged.with(one.getKey(), ParameterValue.infer(one.getValue()));
    }
    for (var one : raw.values()) {
      merged = merged.with(one.getKey(), ParameterValue.of(one.getValue()));
    }
    return merged;
  }

  /// Secrets are passed so, and messages go to logs: this one quotes nothing.
  private static Parameters decoded(String base64) {
    try {
      byte[] document = ParameterDocuments.lenientBase64(base64);
      return ParameterDocuments.parse(document, "--parameters_base64");
    } catch (NotebookException e) {
      throw new NotebookException(
          "--parameters_base64 is not the Base64 of YAML with names and values. What it holds is not"
              + " shown here; to see what is wrong, decode it and pass it with --parameters_yaml.",
          e);
    }
  }
}
