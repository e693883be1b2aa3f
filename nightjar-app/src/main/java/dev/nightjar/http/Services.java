package dev.nightjar.http;

import dev.nightjar.files.NotebookRoot;
import dev.nightjar.files.Snapshots;
import dev.nightjar.scheduler.Definitions;
import dev.nightjar.scheduler.Jobs;
import dev.nightjar.store.Database;
import dev.nightjar.task.RuntimeEnvironment;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/// What requests are answered with.
///
/// @param database what is remembered
/// @param jobs what people do with jobs
/// @param definitions what people do with job definitions
/// @param root the folder of the notebooks
/// @param snapshots copies of notebooks
/// @param artifacts the folder of all that runs leave
/// @param environments where notebooks can run
/// @param clock the time
public record Services(
    Database database,
    Jobs jobs,
    Definitions definitions,
    NotebookRoot root,
    Snapshots snapshots,
    Path artifacts,
    Supplier<List<RuntimeEnvironment>> environments,
    Clock clock) {}
