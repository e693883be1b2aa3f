package dev.nightjar.web;

import dev.nightjar.store.Deadlines.Deadline;
import java.util.List;

/// What was not done by its deadline.
final class TooLate {
  private TooLate() {}

  /// A note; nothing if all was in time.
  static Html of(Visit visit, List<Deadline> deadlines) {
    List<Deadline> missed = deadlines.stream().filter(one -> one.missed() != null).toList();
    return missed.isEmpty()
        ? Html.NONE
        : Html.of(
            "<p class=\"card note\">Too late: {}.</p>",
            Html.each(
                missed,
                one ->
                    Html.of(
                        "{}{} was to be done by {}",
                        one.equals(missed.getFirst()) ? "" : ", ",
                        one.task() == null ? "the run" : one.task(),
                        Moments.exact(one.due(), visit.moments().zone()))));
  }
}
