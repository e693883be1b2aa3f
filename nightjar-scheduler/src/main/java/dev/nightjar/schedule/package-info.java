/// When a workflow is due: pure functions of time.
@NullMarked
package dev.nightjar.schedule;

import org.jspecify.annotations.NullMarked;
