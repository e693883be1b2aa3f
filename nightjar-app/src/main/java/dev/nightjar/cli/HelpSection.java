package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A part of a command's help.
///
/// @param heading what stands above it
/// @param names the options that have a place there by one of their names, in order; others come
///     last, under a heading of their own
record HelpSection(String heading, List<String> names) {
  /// The outline of the help.
  static final List<HelpSection> OUTLINE =
      List.of(
          new HelpSection(
              "Parameters",
              List.of(
                  "--parameters",
                  "--parameters_raw",
                  "--parameters_file",
                  "--parameters_yaml",
                  "--parameters_base64",
                  "--inject-input-path",
                  "--inject-output-path",
                  "--inject-paths",
                  "--help-notebook")),
          new HelpSection(
              "Execution",
              List.of(
                  "--kernel",
                  "--language",
                  "--engine",
                  "--gateway",
                  "--cwd",
                  "--start-timeout",
                  "--execution-timeout",
                  "--prepare-only",
                  "--prepare-execute")),
          new HelpSection(
              "Saving",
              List.of(
                  "--request-save-on-cell-execute",
                  "--no-request-save-on-cell-execute",
                  "--autosave-cell-every",
                  "--report-mode",
                  "--no-report-mode")),
          new HelpSection(
              "Output and logging",
              List.of(
                  "--progress-bar",
                  "--no-progress-bar",
                  "--log-output",
                  "--no-log-output",
                  "--stdout-file",
                  "--stderr-file",
                  "--log-level")),
          new HelpSection(
              "Beyond papermill",
              List.of(
                  "--html",
                  "--keep-kernel",
                  "--resume",
                  "--skip-tags",
                  "--only-tags",
                  "--profile",
                  "--no-warm")),
          new HelpSection("Many runs", List.of("--grid", "--jobs", "--fail-fast")));

  /// The shown options of a command by their heading, in the order of the help.
  static Map<String, List<Option<?>>> arrange(Options options) {
    Map<String, List<Option<?>>> sections = new LinkedHashMap<>();
    List<Option<?>> others = options.shown();
    for (HelpSection section : OUTLINE) {
      List<Option<?>> here = new ArrayList<>();
      for (String name : section.names) {
        Option<?> option = options.byName().get(name);
        if (option != null && others.remove(option)) {
          here.add(option);
        }
      }
      if (!here.isEmpty()) {
        sections.put(section.heading, here);
      }
    }
    sections.put(sections.isEmpty() ? "Options" : "Other options", others);
    return sections;
  }
}
