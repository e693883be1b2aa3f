package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the pages of variables, connections and pools have in common.
final class Shared {
  private static final int LONGEST_NAME = 200;
  private static final Map<String, String> PAGES =
      Map.of("/variables", "Variables", "/connections", "Connections", "/pools", "Pools");

  private Shared() {}

  /// The page at an address.
  ///
  /// @param about what these things are for
  /// @param columns of the table
  /// @param rows of the table
  /// @param form by which one is made or changed
  static Page page(String address, String about, List<String> columns, List<Html> rows, Html form) {
    String title = String.valueOf(PAGES.get(address));
    Html body =
        Html.of(
            """
            <div class="title"><div><h1>{}</h1><p class="quiet">{}</p></div>
            <nav class="actions" aria-label="What tasks share">{}</nav></div>
            <div class="columns job"><div>{}</div>
            <aside aria-label="Make or change one"><section class="card"><h2>Make or change one</h2>{}</section></aside></div>""",
            title,
            about,
            PAGES.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(one -> tab(one.getKey(), one.getValue(), address))
                .toList(),
            rows.isEmpty() ? none() : table(columns, rows),
            form);
    return Page.still(Page.Section.SHARED, title, body);
  }

  private static Html tab(String address, String word, String now) {
    return Html.of(
        "<a class=\"button small\" href=\"{}\"{}>{}</a>",
        address,
        Html.when(address.equals(now), " aria-current=\"page\""),
        word);
  }

  private static Html none() {
    return Html.of("<div class=\"empty\"><p>There is none yet.</p></div>");
  }

  private static Html table(List<String> columns, List<Html> rows) {
    return Html.of(
        """
        <table class="list"><thead><tr>{}<th scope="col"><span class="unseen">What to do</span></th></tr></thead>
        <tbody>{}</tbody></table>""",
        Html.each(columns, column -> Html.of("<th scope=\"col\">{}</th>", column)),
        rows);
  }

  /// A row of the table.
  ///
  /// @param columns of the table
  /// @param cells in the order of the columns, the name first
  static Html row(Visit visit, String address, List<String> columns, List<@Nullable Object> cells) {
    Object name = cells.getFirst();
    return Html.of(
        """
        <tr>{}<td class="row-actions"><form method="post" action="{}">{}<input type="hidden" name="name" value="{}">\
        <button class="button small danger" name="do" value="delete" aria-label="Delete {}">Delete</button></form></td></tr>""",
        IntStream.range(0, cells.size())
            .mapToObj(i -> Html.of("<td data-label=\"{}\">{}</td>", columns.get(i), cells.get(i)))
            .toList(),
        address,
        visit.csrf(),
        name,
        name);
  }

  /// A form of labels with inputs, which makes or changes one.
  static Html form(Visit visit, String address, Html fields) {
    return Html.of(
        """
        <form class="trigger" method="post" action="{}" autocomplete="off">{}{}
        <button class="button primary" name="do" value="put">Save</button></form>""",
        address,
        visit.csrf(),
        fields);
  }

  /// A line of text to fill in.
  ///
  /// @param more attributes of the input
  static Html input(String name, String label, Html more) {
    return Html.of(
        "<label>{}<input name=\"{}\" autocomplete=\"off\"{}></label>", label, name, more);
  }

  /// The name that a form gives.
  static String name(Visit visit) {
    String name = visit.field("name").strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw HttpProblem.bad(
          "Give a name of 1 to %d characters, on one line.".formatted(LONGEST_NAME));
    }
    return name;
  }

  /// A field's text; null if nothing is in it.
  static @Nullable String text(Visit visit, String field) {
    String text = visit.field(field).strip();
    return text.isEmpty() ? null : text;
  }

  /// A field's whole number; null if nothing is in it.
  static @Nullable Integer whole(Visit visit, String field, int most) {
    String text = text(visit, field);
    if (text == null) {
      return null;
    }
    if (!text.matches("\\d{1,7}") || Integer.parseInt(text) > most) {
      throw HttpProblem.bad(
          "'%s' is no whole number from 0 to %,d: go back and give one.".formatted(text, most));
    }
    return Integer.valueOf(text);
  }

  /// Does what a form asks for, and shows the page again.
  static void act(Visit visit, String address, Runnable put, Runnable delete) {
    switch (visit.field("do")) {
      case "put" -> put.run();
      case "delete" -> delete.run();
      default -> throw HttpProblem.bad("Nothing can be done by that name.");
    }
    visit.redirect(address);
  }
}
