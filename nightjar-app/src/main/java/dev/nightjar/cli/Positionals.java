package dev.nightjar.cli;

import java.util.ArrayList;
import java.util.List;

/// The arguments of a command that are not options. Made by [Options].
final class Positionals {
  private final String form;
  private final boolean checksMissing;
  private final List<String> given = new ArrayList<>();

  Positionals(String form, boolean checksMissing) {
    this.form = form;
    this.checksMissing = checksMissing;
  }

  /// As the help shows them.
  String form() {
    return form;
  }

  /// Those of the command line.
  List<String> given() {
    return given;
  }

  /// The first; there is one if the form asks for one.
  String first() {
    return given.getFirst();
  }

  /// Takes those of the command line.
  ///
  /// @throws UsageException with click's words if one is missing, or there are too many
  void take(List<String> typed) {
    List<String> names = form.isEmpty() ? List.of() : List.of(form.split(" "));
    long required = names.stream().filter(name -> !name.startsWith("[")).count();
    if (checksMissing && typed.size() < required) {
      throw new UsageException("Missing argument '%s'.".formatted(names.get(typed.size())));
    }
    if (typed.size() > names.size() && !form.endsWith("...")) {
      List<String> extra = typed.subList(names.size(), typed.size());
      throw new UsageException(
          "Got unexpected extra argument%s (%s)"
              .formatted(extra.size() > 1 ? "s" : "", String.join(" ", extra)));
    }
    given.addAll(typed);
  }
}
