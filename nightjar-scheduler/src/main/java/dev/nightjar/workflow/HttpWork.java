package dev.nightjar.workflow;

/// Sends a request; what is answered is its value.
public record HttpWork(HttpRequest request) implements Work {}
