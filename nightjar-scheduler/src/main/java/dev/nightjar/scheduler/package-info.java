/// The loops that make workflows run: the ticker starts runs when they are due, workers claim and
/// execute them, the heartbeat keeps what they hold, the reaper takes over what was left.
@NullMarked
package dev.nightjar.scheduler;

import org.jspecify.annotations.NullMarked;
