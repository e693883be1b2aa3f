package dev.nightjar.engine;

import dev.nightjar.notebook.parameters.Parameters;
import org.jspecify.annotations.Nullable;

/// What to run: papermill's `execute_notebook` arguments. Immutable; the `with…` methods give
/// changed copies.
///
/// @param input path or URI of the notebook; a template over the parameters
/// @param output path or URI of the result, also a template; null for none
/// @param parameters injected in this order; none if empty
/// @param preparation how the notebook is changed before it runs
/// @param execution how it runs; null to prepare it only
public record NotebookRequest(
    String input,
    @Nullable String output,
    Parameters parameters,
    Preparation preparation,
    @Nullable ExecutionOptions execution) {

  /// A request without parameters and with papermill's defaults.
  public static NotebookRequest of(String input, @Nullable String output) {
    return new NotebookRequest(
        input, output, Parameters.empty(), Preparation.DEFAULT, ExecutionOptions.DEFAULT);
  }

  /// The same with these parameters.
  public NotebookRequest with(Parameters parameters) {
    return new NotebookRequest(input, output, parameters, preparation, execution);
  }

  /// The same, executed in this way.
  public NotebookRequest with(ExecutionOptions execution) {
    return new NotebookRequest(input, output, parameters, preparation, execution);
  }

  /// The same, prepared in this way.
  public NotebookRequest with(Preparation preparation) {
    return new NotebookRequest(input, output, parameters, preparation, execution);
  }

  /// The same, prepared only.
  public NotebookRequest preparedOnly() {
    return new NotebookRequest(input, output, parameters, preparation, null);
  }

  /// How a notebook is changed before it runs.
  ///
  /// @param reportMode whether the sources of code cells are hidden
  /// @param kernelName used instead of the notebook's own; null for that
  /// @param language used instead of the notebook's own; null for that
  /// @param engine the execution engine's name; null for the built-in one
  public record Preparation(
      boolean reportMode,
      @Nullable String kernelName,
      @Nullable String language,
      @Nullable String engine) {
    /// The notebook's own kernel and language, the built-in engine, sources shown.
    public static final Preparation DEFAULT = new Preparation(false, null, null, null);
  }
}
