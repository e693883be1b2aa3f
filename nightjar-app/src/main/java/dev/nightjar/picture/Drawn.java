package dev.nightjar.picture;

import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task as a picture shows it.
///
/// @param name unique in the picture
/// @param kind what it does, in a word or two
/// @param after names of the tasks that it comes after; others than those in the picture don't
///     count
/// @param group the group that it is in; null for none
/// @param style a class of style sheets that says how it stands, such as `is-success`; null for
///     none
/// @param sign a drawing of 16 by 16 that says the same to those who don't see colours, as SVG;
///     null for none
/// @param link where a click leads; null for nowhere
public record Drawn(
    String name,
    String kind,
    List<String> after,
    @Nullable String group,
    @Nullable String style,
    @Nullable String sign,
    @Nullable String link) {
  public Drawn {
    after = List.copyOf(after);
  }

  /// A task that has not run.
  public static Drawn of(Task task) {
    Grid grid = task.traits().grid();
    String points =
        grid == null ? "" : grid.size().isPresent() ? " × " + grid.size().getAsLong() : " × grid";
    return new Drawn(
        task.name(),
        task.work().kind() + role(task) + points,
        task.after(),
        task.traits().group(),
        null,
        null,
        null);
  }

  private static String role(Task task) {
    return switch (task.work().role()) {
      case WORK -> "";
      case SETUP -> ", setup";
      case TEARDOWN, REQUIRED_TEARDOWN -> ", teardown";
    };
  }

  /// The same with a state and a link.
  public Drawn with(@Nullable String newStyle, @Nullable String newSign, @Nullable String newLink) {
    return new Drawn(name, kind, after, group, newStyle, newSign, newLink);
  }
}
