/// Parameters handed to a notebook: typed values as Python has them, the cell that carries them in
/// the notebook's language, and path templates that name them. Follows papermill 2.6.0.
@NullMarked
package dev.nightjar.notebook.parameters;

import org.jspecify.annotations.NullMarked;
