package dev.nightjar.task;

import dev.nightjar.kernel.KernelException;
import dev.nightjar.kernel.KernelSpec;
import dev.nightjar.kernel.KernelSpecs;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which kernel runs a notebook. Its own kernelspec decides; an environment that was asked for
/// narrows that, if it has a kernel for the notebook's language.
///
/// @param spec how it is started
/// @param note what to say in the log, because the environment asked for is not used; null if
///     nothing is to be said
record KernelChoice(KernelSpec spec, @Nullable String note) {
  /// @param environment the name of a kernel, or name or path of an environment; null for none
  /// @throws KernelException if the kernel is not installed
  /// @throws NotebookException if the notebook names none, and no environment gives one
  static KernelChoice of(
      Notebook notebook, @Nullable String environment, Map<String, String> variables) {
    KernelSpecs specs = new KernelSpecs(variables);
    String own = notebook.kernelName().orElse(null);
    if (environment == null || environment.equalsIgnoreCase(own)) {
      return new KernelChoice(own(own, specs), null);
    }
    String language = language(notebook, own, specs);
    KernelSpec kernel = specs.all().get(environment.toLowerCase(Locale.ROOT));
    if (kernel != null) {
      return language == null || kernel.language().equalsIgnoreCase(language)
          ? new KernelChoice(kernel, null)
          : new KernelChoice(
              own(own, specs),
              "Kernel '%s' is for %s, but the notebook is in %s: it runs with its own kernel, '%s'."
                  .formatted(environment, kernel.language(), language, own));
    }
    var folders = new EnvironmentFolders(variables);
    Optional<KernelSpec> inside =
        folders.find(environment).flatMap(folder -> folders.kernel(folder, language));
    if (inside.isPresent()) {
      return new KernelChoice(inside.get(), null);
    }
    return new KernelChoice(
        own(own, specs),
        (folders.find(environment).isPresent()
                ? "Environment '%s' has no kernel for %s: the notebook runs with its own kernel, '%s'."
                : "There is no environment '%s' for %s here: the notebook runs with its own kernel, '%s'.")
            .formatted(environment, language == null ? "this notebook" : language, own));
  }

  private static KernelSpec own(@Nullable String name, KernelSpecs specs) {
    if (name == null) {
      throw new NotebookException(
          "There is no kernel associated with the notebook. Open it, select a kernel, and submit it again.");
    }
    return specs.find(name);
  }

  private static @Nullable String language(
      Notebook notebook, @Nullable String own, KernelSpecs specs) {
    return notebook
        .language()
        .or(
            () ->
                Optional.ofNullable(own)
                    .map(name -> specs.all().get(name.toLowerCase(Locale.ROOT)))
                    .map(KernelSpec::language))
        .orElse(null);
  }
}
