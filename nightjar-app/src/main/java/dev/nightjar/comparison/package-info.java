/// What differs between two executed notebooks, and between two runs of a workflow.
@NullMarked
package dev.nightjar.comparison;

import org.jspecify.annotations.NullMarked;
