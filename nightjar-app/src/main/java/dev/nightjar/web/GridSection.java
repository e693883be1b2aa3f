package dev.nightjar.web;

import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.GridTable;
import dev.nightjar.store.StoredTaskRun;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The points of a grid as a table: parameters, values, where each stands and how long it took. A
/// click on a column's name sorts by it.
///
/// @param address of the grid's task
record GridSection(Visit visit, Run run, String workflow, String address) {
  private static final int MOST = 1_000;
  private static final int LONGEST = 60;

  /// @param name what stands over it
  /// @param key by which the query of the address calls it
  /// @param value what it is sorted by, and shown unless `cell` says otherwise
  private record Column(
      String name,
      String key,
      Function<GridTable.Row, @Nullable String> value,
      Function<GridTable.Row, Html> cell) {}

  Html of(GridTable table) {
    if (table.rows().isEmpty()) {
      return Html.NONE;
    }
    List<Column> columns = columns(table);
    List<GridTable.Row> rows = sorted(table, columns);
    long failed =
        rows.stream()
            .filter(row -> row.taskRun().standing().state() == TaskRunState.FAILED)
            .count();
    return Html.of(
        """
        <section class="card" aria-labelledby="points"><h2 id="points">{} points</h2>{}
        <div class="grid-frame" tabindex="0" role="region" aria-label="Table of the points"><table class="list points">
        <thead><tr>{}{}</tr></thead><tbody>{}</tbody></table></div>{}</section>""",
        rows.size(),
        failed == 0 ? Html.NONE : retry(failed),
        Html.each(columns, this::head),
        failed == 0
            ? Html.NONE
            : Html.of("<th scope=\"col\"><span class=\"unseen\">What to do</span></th>"),
        rows.stream().limit(MOST).map(row -> row(row, columns, table.best(), failed > 0)).toList(),
        rows.size() > MOST
            ? Html.of(
                "<p class=\"quiet\">and {} more: <code>nightjar runs grid</code> has all of them</p>",
                rows.size() - MOST)
            : Html.NONE);
  }

  private Html retry(long failed) {
    return Html.of(
        """
        <form class="bulk" method="post" action="{}/do">{}<input type="hidden" name="downstream" value="yes">
        <button class="button" name="do" value="clear-failed">Run {} again that failed</button></form>
        <form id="one-point" method="post" action="{}/do">{}<input type="hidden" name="downstream" value="yes">\
        <input type="hidden" name="do" value="clear-point"></form>""",
        address,
        visit.csrf(),
        failed,
        address,
        visit.csrf());
  }

  private List<Column> columns(GridTable table) {
    List<Column> columns = new ArrayList<>();
    columns.add(
        new Column("Point", "point", row -> String.valueOf(row.point().index()), this::name));
    for (String name : table.parameters()) {
      columns.add(text(name, "p." + name, row -> parameter(row, name)));
    }
    for (String name : table.values()) {
      columns.add(text(name, "v." + name, row -> row.values().get(name)));
    }
    columns.add(
        new Column(
            "State",
            "state",
            row -> row.taskRun().standing().state().name(),
            row -> States.badge(row.taskRun().standing().state())));
    columns.add(
        new Column(
            "Took", "took", row -> millis(row.taskRun().times()), row -> took(row.taskRun())));
    return columns;
  }

  private static Column text(
      String name, String key, Function<GridTable.Row, @Nullable String> value) {
    return new Column(
        name,
        key,
        value,
        row -> {
          String text = value.apply(row);
          return text == null
              ? Html.text("–")
              : Html.of("<code>{}</code>", PlainText.start(text, LONGEST));
        });
  }

  private static @Nullable String parameter(GridTable.Row row, String name) {
    return row.point().values().containsKey(name)
        ? Values.json(row.point().values().get(name))
        : null;
  }

  private @Nullable String millis(StoredTaskRun.Times times) {
    return times.started() == null
        ? null
        : String.valueOf(
            Objects.requireNonNullElse(times.ended(), visit.moments().now()).toEpochMilli()
                - times.started().toEpochMilli());
  }

  private Html took(StoredTaskRun one) {
    return Html.text(visit.moments().took(one.times().started(), one.times().ended()));
  }

  private Html name(GridTable.Row row) {
    return Html.of(
        "<a class=\"name\" href=\"{}\">{}</a>",
        Places.task(workflow, run.id(), row.taskRun().key().task()),
        row.taskRun().key().task());
  }

  private Html head(Column column) {
    boolean sorted = column.key().equals(visit.query("sort"));
    boolean down = sorted && visit.query("down") != null;
    return Html.of(
        "<th scope=\"col\"{}{}><a href=\"{}?sort={}{}#points\">{}{}</a></th>",
        Html.when(sorted && !down, " aria-sort=\"ascending\""),
        Html.when(down, " aria-sort=\"descending\""),
        address,
        Visit.encoded(column.key()),
        Html.when(sorted && !down, "&amp;down=1"),
        column.name(),
        sorted ? (down ? " ▾" : " ▴") : "");
  }

  private List<GridTable.Row> sorted(GridTable table, List<Column> columns) {
    List<GridTable.Row> rows = new ArrayList<>(table.rows());
    columns.stream()
        .filter(column -> column.key().equals(visit.query("sort")))
        .findFirst()
        .ifPresent(
            column -> {
              Comparator<String> order = GridSection::compare;
              Comparator<String> way = visit.query("down") == null ? order : order.reversed();
              rows.sort(Comparator.comparing(column.value(), Comparator.nullsLast(way)));
            });
    return rows;
  }

  /// Numbers by their size, before all else.
  private static int compare(String one, String other) {
    BigDecimal first = number(one);
    BigDecimal second = number(other);
    if (first != null && second != null) {
      return first.compareTo(second);
    }
    return first != null ? -1 : second != null ? 1 : one.compareTo(other);
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /// What has a point that failed run again, alone; nothing for others.
  private static Html again(GridTable.Row row) {
    String name = row.taskRun().key().task();
    return row.taskRun().standing().state() == TaskRunState.FAILED
        ? Html.of(
            "<button class=\"button small\" form=\"one-point\" name=\"point\" value=\"{}\" aria-label=\"Run again: {}\">Run again</button>",
            name,
            name)
        : Html.NONE;
  }

  private static Html row(
      GridTable.Row row, List<Column> columns, @Nullable Integer best, boolean actions) {
    boolean isBest = best != null && best == row.point().index();
    return Html.of(
        "<tr{}>{}{}</tr>\n",
        Html.when(isBest, " class=\"best\""),
        Html.each(
            columns,
            column ->
                Html.of(
                    "<td data-label=\"{}\">{}{}</td>",
                    column.name(),
                    column.cell().apply(row),
                    isBest && column.key().equals("point")
                        ? Html.of(" <strong class=\"best-mark\">best</strong>")
                        : Html.NONE)),
        actions ? Html.of("<td class=\"row-actions\">{}</td>", again(row)) : Html.NONE);
  }
}
