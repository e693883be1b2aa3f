package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.store.DefinitionLists;
import dev.nightjar.store.RunMarks;
import dev.nightjar.store.Sort;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.WorkflowFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/definitions`: what is scheduled, how its last runs went and when it runs next.
record DefinitionsPage(Services services) {
  private static final int BARS = 14;
  private static final Map<String, Sort.By> COLUMNS =
      Map.of(
          "name", Sort.By.NAME,
          "paused", Sort.By.PAUSED,
          "created", Sort.By.CREATED,
          "updated", Sort.By.UPDATED);
  private static final List<String> QUERY = List.of("name", "tag", "state", "sort", "page");

  private record Line(StoredWorkflow stored, List<RunMarks.Mark> runs) {}

  Page show(Visit visit) {
    Address address = Address.of(visit, "/definitions", QUERY);
    var filter =
        new WorkflowFilter(
            address.get("name").isEmpty() ? null : address.get("name"),
            address.get("tag").isEmpty() ? List.of() : List.of(address.get("tag")),
            null,
            paused(address.get("state")));
    List<Line> found =
        services
            .database()
            .read(
                transaction ->
                    new DefinitionLists()
                            .list(
                                transaction,
                                filter,
                                Listing.sort(address, COLUMNS),
                                Listing.ROWS + 1,
                                (long) address.page() * Listing.ROWS)
                            .stream()
                            .map(
                                stored ->
                                    new Line(
                                        stored,
                                        new RunMarks().newest(transaction, stored.id(), BARS)))
                            .toList());
    List<Line> shown = found.subList(0, Math.min(found.size(), Listing.ROWS));
    Html body =
        Html.of(
            """
            <div class="title"><h1>Definitions</h1><div class="actions"><a class="button primary" href="/definitions/new">New definition</a></div></div>
            {}{}{}""",
            filters(address),
            shown.isEmpty() ? none(address) : table(visit, address, shown),
            Listing.pages(address, shown.size(), found.size() > Listing.ROWS));
    return Page.live(Page.Section.DEFINITIONS, "Definitions", "", body);
  }

  private static @Nullable Boolean paused(String state) {
    return switch (state) {
      case "PAUSED" -> true;
      case "ACTIVE" -> false;
      default -> null;
    };
  }

  private static Html filters(Address address) {
    Map<String, String> states = new LinkedHashMap<>();
    states.put("", "any");
    states.put("ACTIVE", "ACTIVE");
    states.put("PAUSED", "PAUSED");
    return Listing.filters(
        address,
        List.of(
            Listing.input(address, "name", "Name begins"),
            Listing.select(address, "state", "State", states),
            Listing.input(address, "tag", "Tag")));
  }

  private static Html none(Address address) {
    return address.isFiltered()
        ? Html.of(
            "<div class=\"empty\"><p>No definition is like that.</p><p><a class=\"button\" href=\"/definitions\">Show all</a></p></div>")
        : Html.of(
            "<div class=\"empty\"><p>Nothing is scheduled yet.</p><p><a class=\"button primary\" href=\"/definitions/new\">Schedule a notebook</a></p></div>");
  }

  private static Html table(Visit visit, Address address, List<Line> lines) {
    return Html.of(
        """
        <form method="post" action="/definitions/bulk">{}<input type="hidden" name="back" value="{}">
        <table class="list"><thead><tr><th class="pick"><input type="checkbox" data-all aria-label="All on this page" hidden></th>\
        {}{}<th scope="col">Last runs</th><th scope="col">Next run</th><th scope="col"><span class="unseen">What to do</span></th></tr></thead>
        <tbody>{}</tbody></table>
        <div class="bulk"><span class="quiet">With those that are picked:</span>
        <button class="button small" name="do" value="pause">Pause</button>
        <button class="button small" name="do" value="resume">Resume</button>
        <button class="button small danger" name="do" value="delete" data-sure="Delete the definitions that are picked, with all their jobs and files?">Delete</button></div>
        </form>""",
        visit.csrf(),
        address,
        Listing.column(address, "paused", "State"),
        Listing.column(address, "name", "Name and schedule"),
        lines.stream().map(line -> row(visit, address, line)).toList());
  }

  private static Html row(Visit visit, Address address, Line line) {
    StoredWorkflow stored = line.stored();
    boolean paused = stored.timing().paused();
    String name = stored.workflow().name();
    return Html.of(
        """
        <tr data-key="{}"><td class="pick"><input type="checkbox" name="definition" value="{}" aria-label="Pick {}"></td>\
        <td>{}</td><td class="wide"><a class="name" href="/definitions/{}">{}</a>{}<span class="under">{}</span></td>\
        <td data-label="Last runs">{}</td><td data-label="Next run">{}</td>\
        <td class="row-actions"><button class="button small" name="{}" value="{}" aria-label="{} {}">{}</button> \
        <button class="button small" name="run" value="{}" aria-label="Run now: {}">Run now</button></td></tr>
        """,
        stored.id(),
        stored.id(),
        name,
        paused ? States.paused() : States.active(),
        stored.id(),
        name,
        Html.each(
            stored.workflow().tags(),
            tag -> Html.of(" <a class=\"tag\" href=\"{}\">{}</a>", address.with("tag", tag), tag)),
        Schedules.words(stored.timing().timetable()),
        new RunBars(visit.moments(), "/jobs/").of(line.runs()),
        paused ? Html.text("–") : visit.moments().relative(stored.timing().due()),
        paused ? "resume" : "pause",
        stored.id(),
        paused ? "Resume" : "Pause",
        name,
        paused ? "Resume" : "Pause",
        stored.id(),
        name);
  }
}
