/// One attempt of a task, in a process of its own: `nightjar task FOLDER`. `docs/attempts.md` lists
/// the files by which it speaks with who started it.
@NullMarked
package dev.nightjar.task;

import org.jspecify.annotations.NullMarked;
