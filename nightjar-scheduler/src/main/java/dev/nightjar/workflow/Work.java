package dev.nightjar.workflow;

/// What a task does.
public sealed interface Work permits NotebookWork {}
