package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.run.RunState;
import dev.nightjar.store.Sort;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What lists have in common: columns to sort by, fields to filter by, pages.
final class Listing {
  /// Rows of a page.
  static final int ROWS = 50;

  private static final Map<String, Duration> TIMES =
      Map.of(
          "1h", Duration.ofHours(1),
          "24h", Duration.ofDays(1),
          "7d", Duration.ofDays(7),
          "30d", Duration.ofDays(30));

  private Listing() {}

  /// By what it is sorted: `name`, or `-name` for the other way round.
  static List<Sort> sort(Address address, Map<String, Sort.By> columns) {
    String text = address.get("sort");
    boolean descending = text.startsWith("-");
    Sort.By by = columns.get(descending ? text.substring(1) : text);
    return by == null ? List.of(Sort.NEWEST) : List.of(new Sort(by, descending));
  }

  /// The head of a column that can be sorted by.
  static Html column(Address address, String name, String label) {
    String now = address.get("sort").isEmpty() ? "-created" : address.get("sort");
    boolean up = now.equals(name);
    boolean down = now.equals("-" + name);
    return Html.of(
        "<th scope=\"col\"{}><a href=\"{}\">{}{}</a></th>",
        up ? Html.of(" aria-sort=\"ascending\"") : Html.when(down, " aria-sort=\"descending\""),
        address.with("sort", down ? name : "-" + name),
        label,
        up
            ? Html.of("<span aria-hidden=\"true\"> ↑</span>")
            : Html.when(down, "<span aria-hidden=\"true\"> ↓</span>"));
  }

  /// A field for choosing one of some values.
  static Html select(Address address, String name, String label, Map<String, String> choices) {
    return Html.of(
        "<label>{}<select name=\"{}\">{}</select></label>",
        label,
        name,
        choices.entrySet().stream()
            .map(
                choice ->
                    Html.of(
                        "<option value=\"{}\"{}>{}</option>",
                        choice.getKey(),
                        Html.when(choice.getKey().equals(address.get(name)), " selected"),
                        choice.getValue()))
            .toList());
  }

  /// A field for the state of runs, `state`.
  static Html state(Address address) {
    Map<String, String> states = new LinkedHashMap<>();
    states.put("", "any");
    EnumSet.allOf(RunState.class).forEach(state -> states.put(state.name(), state.name()));
    return select(address, "state", "State", states);
  }

  /// What was chosen there; empty for any.
  static Set<RunState> states(Address address) {
    String text = address.get("state");
    try {
      return text.isEmpty() ? Set.of() : EnumSet.of(RunState.valueOf(text));
    } catch (IllegalArgumentException e) {
      throw HttpProblem.bad(
          "state=%s is none: write one of %s".formatted(text, EnumSet.allOf(RunState.class)));
    }
  }

  /// A field for how far back, `time`.
  static Html time(Address address, String label) {
    Map<String, String> times = new LinkedHashMap<>();
    times.put("", "any time");
    times.put("1h", "last hour");
    times.put("24h", "last 24 hours");
    times.put("7d", "last 7 days");
    times.put("30d", "last 30 days");
    return select(address, "time", label, times);
  }

  /// Since when, as was chosen there; null for any time.
  static @Nullable Instant since(Visit visit, Address address) {
    Duration time = TIMES.get(address.get("time"));
    return time == null ? null : visit.moments().now().minus(time);
  }

  /// A field for text.
  static Html input(Address address, String name, String label) {
    return Html.of(
        "<label>{}<input type=\"search\" name=\"{}\" value=\"{}\" autocomplete=\"off\"></label>",
        label,
        name,
        address.get(name));
  }

  /// The form of the filters.
  static Html filters(Address address, List<Html> fields) {
    return Html.of(
        """
        <form class="filters" method="get" action="{}" role="search">{}
        <input type="hidden" name="sort" value="{}">
        <button class="button">Show</button>{}</form>""",
        address.path(),
        fields,
        address.get("sort"),
        address.isFiltered()
            ? Html.of("<a class=\"clear\" href=\"{}\">Show all</a>", address.path())
            : null);
  }

  /// Links to the pages before and after.
  ///
  /// @param shown rows on this page
  static Html pages(Address address, int shown, boolean more) {
    int page = address.page();
    if (page == 0 && !more) {
      return Html.NONE;
    }
    return Html.of(
        "<nav class=\"pages\" aria-label=\"Pages\">{}<span>{}–{}</span>{}</nav>",
        page > 0 ? link(address, page - 1, "← Newer") : null,
        page * ROWS + Math.min(1, shown),
        page * ROWS + shown,
        more ? link(address, page + 1, "Older →") : null);
  }

  private static Html link(Address address, int page, String words) {
    return Html.of(
        "<a class=\"button small\" href=\"{}\">{}</a>",
        address.with("page", page == 0 ? null : String.valueOf(page)),
        address.get("sort").isEmpty() || address.get("sort").equals("-created")
            ? words
            : words.startsWith("←") ? "← Before" : "After →");
  }
}
