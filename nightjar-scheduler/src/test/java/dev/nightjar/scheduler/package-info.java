/// The loops, by a clock that the tests move.
@NullMarked
package dev.nightjar.scheduler;

import org.jspecify.annotations.NullMarked;
