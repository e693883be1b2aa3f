/// Executes notebooks: cell by cell in a kernel, saved as it goes, with papermill's semantics.
@NullMarked
package dev.nightjar.engine;

import org.jspecify.annotations.NullMarked;
