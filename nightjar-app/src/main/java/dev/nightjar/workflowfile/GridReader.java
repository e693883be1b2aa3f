package dev.nightjar.workflowfile;

import dev.nightjar.workflow.Grid;
import dev.nightjar.yaml.YamlValue;
import dev.nightjar.yaml.YamlValue.Entry;
import dev.nightjar.yaml.YamlValue.Scalar;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the `grid` of a task, and by what its `best` point is found.
final class GridReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w{0,249}");
  private static final Pattern BEST = Pattern.compile("(max|min) +(\\S.{0,249})");
  private static final String POINTS =
      "names with lists, a list of points such as {alpha: 1}, or a template";

  private final Fields fields;

  GridReader(Fields fields) {
    this.fields = fields;
  }

  /// The grid; null if there is none, or something is wrong with it.
  @Nullable Grid read() {
    Grid.Best best = best();
    YamlValue points = fields.value("grid");
    if (points == null) {
      if (best != null) {
        fields.problem("best", "goes with grid, which is not there");
      }
      return null;
    }
    boolean fine =
        switch (points) {
          case YamlValue.Mapping(var entries, _) -> lists(points, entries);
          case YamlValue.Sequence(var elements, _) -> points(elements);
          case Scalar scalar -> template(scalar) || wrong(points, "grid", POINTS);
        };
    if (!fine) {
      return null;
    }
    Grid grid = new Grid(Objects.requireNonNull(Written.plain(points)), best);
    if (grid.size().orElse(0) > Grid.MOST) {
      fields.problem(
          "grid",
          "has %,d points: at most %,d are allowed".formatted(grid.size().getAsLong(), Grid.MOST));
      return null;
    }
    return grid;
  }

  private Grid.@Nullable Best best() {
    String text = fields.text("best");
    if (text == null) {
      return null;
    }
    Matcher match = BEST.matcher(text.strip());
    if (!match.matches()) {
      fields.problem(
          "best",
          "must be max or min and the name of a value, such as 'max score', not '%s'"
              .formatted(text));
      return null;
    }
    return new Grid.Best(match.group(1).equals("max"), match.group(2));
  }

  private boolean lists(YamlValue all, List<Entry> entries) {
    boolean fine = !entries.isEmpty() || wrong(all, "grid", POINTS);
    for (Entry entry : entries) {
      String name = "grid." + entry.name();
      fields.reading().places().put(fields.path(name), entry.place());
      fine &= named(entry, name);
      fine &=
          entry.value() instanceof YamlValue.Sequence
              || (entry.value() instanceof Scalar scalar && template(scalar))
              || wrong(entry.value(), name, "a list, or a template that gives one");
      fine &= fields.requireFinite(name, entry.value());
    }
    return fine;
  }

  private boolean points(List<YamlValue> elements) {
    boolean fine = true;
    for (int i = 0; i < elements.size(); i++) {
      String place = "grid[%d]".formatted(i);
      if (elements.get(i) instanceof YamlValue.Mapping(var entries, _)) {
        for (Entry entry : entries) {
          fine &= named(entry, "%s.%s".formatted(place, entry.name()));
          fine &= fields.requireFinite(place, entry.value());
        }
      } else {
        fine = wrong(elements.get(i), place, "a point such as {alpha: 1}");
      }
    }
    return fine;
  }

  private boolean named(Entry entry, String place) {
    if (NAME.matcher(entry.name()).matches()) {
      return true;
    }
    fields.problem(entry.place(), place, "a parameter's name must be letters, digits and '_'");
    return false;
  }

  private static boolean template(Scalar scalar) {
    return scalar.value() instanceof String text && text.contains("{{");
  }

  private boolean wrong(YamlValue found, String name, String expected) {
    fields.wrong(name, found, expected);
    return false;
  }
}
