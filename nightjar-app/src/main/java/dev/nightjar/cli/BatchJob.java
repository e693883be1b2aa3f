package dev.nightjar.cli;

import dev.nightjar.engine.NotebookRequest;
import dev.nightjar.notebook.parameters.Parameters;
import org.jspecify.annotations.Nullable;

/// One notebook to run among many.
///
/// @param name what people call it: its path, or its place in the grid
/// @param varied the parameters that tell it from the others of its grid; empty without a grid
/// @param request what to run
/// @param page the HTML page that is made of it; null for none
record BatchJob(String name, Parameters varied, NotebookRequest request, @Nullable HtmlPage page) {}
