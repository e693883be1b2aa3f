package dev.nightjar.workflowfile;

import dev.nightjar.yaml.YamlValue.Place;

/// What is wrong with a workflow file, or may be.
///
/// @param file as the reader was told to call it
/// @param place where
/// @param text what, and what to do
public record FileProblem(String file, Place place, String text) {
  /// `file:line:column: text`.
  @Override
  public String toString() {
    return "%s:%d:%d: %s".formatted(file, place.line(), place.column(), text);
  }
}
