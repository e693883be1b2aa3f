package dev.nightjar.cli;

import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.Parameters;
import dev.nightjar.storage.NotebookStorages;
import dev.nightjar.yaml.ParameterDocuments;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// The options that give parameters, merged as papermill merges them: `-b`, `-f`, `-y`, `-p`, `-r`,
/// each in the order of the command line.
final class ParameterArguments {
  @Option(
      names = {"-p", "--parameters"},
      arity = "2",
      paramLabel = "NAME VALUE",
      description = "Name and value of a parameter. Numbers, True, False and None are recognised.")
  private List<String> inferred = new ArrayList<>();

  @Option(
      names = {"-r", "--parameters_raw"},
      arity = "2",
      paramLabel = "NAME VALUE",
      description = "Name and value of a parameter, which stays a string.")
  private List<String> raw = new ArrayList<>();

  @Option(
      names = {"-f", "--parameters_file"},
      paramLabel = "FILE",
      description = "YAML or JSON file with parameters.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-y", "--parameters_yaml"},
      paramLabel = "TEXT",
      description = "YAML text with parameters.")
  private List<String> yaml = new ArrayList<>();

  @Option(
      names = {"-b", "--parameters_base64"},
      paramLabel = "TEXT",
      description = "Base64 of YAML text with parameters.")
  private List<String> base64 = new ArrayList<>();

  /// `first` with everything that the command line gives.
  Parameters merge(Parameters first, NotebookStorages storages) {
    Parameters merged = first;
    for (String text : base64) {
      merged = merged.with(decoded(text));
    }
    for (String file : files) {
      merged = merged.with(ParameterDocuments.parse(storages.of(file).read(file), file));
    }
    for (String text : yaml) {
      merged = merged.with(ParameterDocuments.parse(text, "--parameters_yaml"));
    }
    for (int i = 0; i < inferred.size(); i += 2) {
      merged = merged.with(inferred.get(i), ParameterValue.infer(inferred.get(i + 1)));
    }
    for (int i = 0; i < raw.size(); i += 2) {
      merged = merged.with(raw.get(i), ParameterValue.of(raw.get(i + 1)));
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
