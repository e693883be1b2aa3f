package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/// A part of a command's help.
///
/// @param heading what stands above it
/// @param names the options that have a place there by one of their names, in order
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

  /// For options without a place in the outline.
  static final HelpSection OTHER = new HelpSection("Options", List.of());

  private static final List<String> LAST = List.of("--version", "--help");

  /// Which of a command's options stand here, in order.
  List<OptionSpec> of(List<OptionSpec> options) {
    if (!equals(OTHER)) {
      return names.stream().flatMap(name -> named(name, options).stream()).toList();
    }
    List<OptionSpec> others = new ArrayList<>(options);
    for (HelpSection section : OUTLINE) {
      section.names.forEach(name -> others.removeAll(named(name, options)));
    }
    List<OptionSpec> last = LAST.stream().flatMap(name -> named(name, options).stream()).toList();
    others.removeAll(last);
    others.addAll(last);
    return others;
  }

  /// The sections of a command with these options; none is empty.
  static List<HelpSection> sections(List<OptionSpec> options) {
    return Stream.concat(OUTLINE.stream(), Stream.of(OTHER))
        .filter(section -> !section.of(options).isEmpty())
        .toList();
  }

  private static List<OptionSpec> named(String name, List<OptionSpec> options) {
    return options.stream().filter(o -> Arrays.asList(o.names()).contains(name)).toList();
  }
}
