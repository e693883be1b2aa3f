/// Workflows that are written in files: what is in one, or all that is wrong with it.
@NullMarked
package dev.nightjar.workflowfile;

import org.jspecify.annotations.NullMarked;
