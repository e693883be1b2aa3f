package dev.nightjar.http;

import java.util.Map;

/// Where notebooks can run: a kernelspec, or a conda or virtual environment.
///
/// @param name by which it is asked for
/// @param label for people
/// @param description more of it
/// @param outputFormats what outputs can be made there: labels by the format's name
public record RuntimeEnvironment(
    String name, String label, String description, Map<String, String> outputFormats) {}
