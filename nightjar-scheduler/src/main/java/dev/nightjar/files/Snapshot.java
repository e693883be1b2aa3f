package dev.nightjar.files;

/// Files as they were when a run or a workflow was made.
///
/// @param folder where they are, below the artifact root: `snapshots/…`
/// @param notebook the name of the notebook in it
public record Snapshot(String folder, String notebook) {}
