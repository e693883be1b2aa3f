/// Where attempts run: the interface of executors, and the one for this machine.
@NullMarked
package dev.nightjar.executor;

import org.jspecify.annotations.NullMarked;
