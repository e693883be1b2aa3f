/// Executors in tests, and the one without processes.
@NullMarked
package dev.nightjar.executor;

import org.jspecify.annotations.NullMarked;
