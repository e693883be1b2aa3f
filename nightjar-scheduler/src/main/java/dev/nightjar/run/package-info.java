/// What happened: runs, their task runs and attempts, how each ended, and which changes of state
/// are legal. Pure data.
@NullMarked
package dev.nightjar.run;

import org.jspecify.annotations.NullMarked;
