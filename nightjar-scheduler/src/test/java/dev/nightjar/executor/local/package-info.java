/// Tests of the executor of this machine.
@NullMarked
package dev.nightjar.executor.local;

import org.jspecify.annotations.NullMarked;
