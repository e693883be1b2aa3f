package dev.nightjar.template;

import java.util.Map;

/// What is printed otherwise than it is made up: a DAG, a run, a task.
///
/// @param shown how it is printed
/// @param attributes what it has
record Thing(String shown, Map<String, Object> attributes) {}
