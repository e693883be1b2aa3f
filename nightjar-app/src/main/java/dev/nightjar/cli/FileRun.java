package dev.nightjar.cli;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A workflow of a file that is to run here, without a server.
///
/// @param file it is in
/// @param workflow which of the file's; null for the only one
/// @param task the only task of it that is to run, whatever comes before; null for all
/// @param parameters over those of the workflow
/// @param time the logical time; null for now
/// @param data where the database and what tasks leave are kept; null to keep neither
/// @param outputs where logs and outputs of a whole workflow are copied at the end; null for a
///     folder in the working directory that is called as the workflow and its time
public record FileRun(
    Path file,
    @Nullable String workflow,
    @Nullable String task,
    ObjectNode parameters,
    @Nullable Instant time,
    @Nullable Path data,
    @Nullable Path outputs) {}
