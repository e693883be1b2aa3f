/// Attempts as processes of this machine: `nightjar task FOLDER`, which outlive the server.
///
/// Server and process speak through files in the attempt's folder alone; `docs/attempts.md` lists
/// them.
@NullMarked
package dev.nightjar.executor.local;

import org.jspecify.annotations.NullMarked;
