package dev.nightjar.notebook.parameters;

import dev.nightjar.notebook.NotebookException;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Finds the translator for a notebook, as papermill's registry: by the exact name of its kernel,
/// else by the exact name of its language. Thread-safe.
public final class ParameterTranslators {
  private static final List<ParameterTranslator> BUILT_IN =
      List.of(
          new PythonTranslator(),
          new RTranslator(),
          new ScalaTranslator(),
          new JuliaTranslator(),
          new MatlabTranslator(),
          new CSharpTranslator(),
          new FSharpTranslator(),
          new PowerShellTranslator(),
          new BashTranslator());

  private ParameterTranslators() {}

  /// The translator for a kernel or its language.
  ///
  /// @throws NotebookException if there is none
  public static ParameterTranslator find(@Nullable String kernelName, String language) {
    for (String name : kernelName == null ? List.of(language) : List.of(kernelName, language)) {
      for (ParameterTranslator translator : ServiceLoader.load(ParameterTranslator.class)) {
        if (translator.names().contains(name)) {
          return translator;
        }
      }
      for (ParameterTranslator translator : BUILT_IN) {
        if (translator.names().contains(name)) {
          return translator;
        }
      }
    }
    throw new NotebookException(
        "No parameter translator functions specified for kernel '%s' or language '%s'. Run the notebook without parameters, name a known language with -l (%s), or add a translator."
            .formatted(
                kernelName,
                language,
                String.join(
                    ", ",
                    BUILT_IN.stream().map(translator -> translator.names().getFirst()).toList())));
  }
}
