package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.Sort;
import dev.nightjar.store.WorkflowStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `/jobs`: all that was ever run, with filters.
record JobsPage(Services services) {
  private static final Map<String, Sort.By> COLUMNS =
      Map.of(
          "name", Sort.By.NAME,
          "state", Sort.By.STATE,
          "created", Sort.By.CREATED,
          "started", Sort.By.STARTED,
          "ended", Sort.By.ENDED);
  private static final List<String> QUERY =
      List.of("state", "name", "tag", "definition", "time", "day", "sort", "page");

  Page show(Visit visit) {
    Address address = Address.of(visit, "/jobs", QUERY);
    RunFilter filter = filter(visit, address);
    List<Run> found =
        services
            .database()
            .read(
                transaction ->
                    new RunLists()
                        .list(
                            transaction,
                            filter,
                            Listing.sort(address, COLUMNS),
                            Listing.ROWS + 1,
                            (long) address.page() * Listing.ROWS));
    List<Run> shown = found.subList(0, Math.min(found.size(), Listing.ROWS));
    Html body =
        Html.of(
            """
            <div class="title"><h1>Jobs</h1></div>
            {}{}{}{}""",
            filters(address),
            restriction(address),
            shown.isEmpty() ? none(address) : table(visit, address, shown),
            Listing.pages(address, shown.size(), found.size() > Listing.ROWS));
    return Page.live(Page.Section.JOBS, "Jobs", "", body);
  }

  private static RunFilter filter(Visit visit, Address address) {
    Instant from = Listing.since(visit, address);
    Instant before = null;
    if (!address.get("day").isEmpty()) {
      LocalDate day = day(address.get("day"));
      from = day.atStartOfDay(visit.moments().zone()).toInstant();
      before = day.plusDays(1).atStartOfDay(visit.moments().zone()).toInstant();
    }
    return new RunFilter(
        Listing.states(address),
        given(address.get("definition")),
        given(address.get("name")),
        address.get("tag").isEmpty() ? List.of() : List.of(address.get("tag")),
        null,
        from,
        before);
  }

  private static @Nullable String given(String text) {
    return text.isEmpty() ? null : text;
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw HttpProblem.bad("day=%s is no date: write one such as 2026-11-21".formatted(text));
    }
  }

  private static Html filters(Address address) {
    return Listing.filters(
        address,
        List.of(
            Listing.input(address, "name", "Name begins"),
            Listing.state(address),
            Listing.input(address, "tag", "Tag"),
            Listing.time(address, "Submitted"),
            address.get("definition").isEmpty()
                ? Html.NONE
                : Html.of(
                    "<input type=\"hidden\" name=\"definition\" value=\"{}\">",
                    address.get("definition"))));
  }

  private Html restriction(Address address) {
    String definition = address.get("definition");
    String day = address.get("day");
    if (definition.isEmpty() && day.isEmpty()) {
      return Html.NONE;
    }
    String name =
        definition.isEmpty()
            ? ""
            : services
                .database()
                .read(transaction -> new WorkflowStore().find(transaction, definition))
                .map(stored -> stored.workflow().name())
                .orElse("a definition that is gone");
    return Html.of(
        "<p class=\"chips\">{}{}</p>",
        definition.isEmpty()
            ? null
            : Html.of(
                "<span class=\"chip\">of <a href=\"/definitions/{}\">{}</a> <a href=\"{}\" aria-label=\"Show jobs of all definitions\">×</a></span>",
                definition,
                name,
                address.with("definition", null)),
        day.isEmpty()
            ? null
            : Html.of(
                "<span class=\"chip\">on {} <a href=\"{}\" aria-label=\"Show jobs of all days\">×</a></span>",
                day,
                address.with("day", null)));
  }

  private static Html none(Address address) {
    return address.isFiltered()
        ? Html.of(
            "<div class=\"empty\"><p>No job is like that.</p><p><a class=\"button\" href=\"/jobs\">Show all</a></p></div>")
        : Html.of(
            "<div class=\"empty\"><p>No jobs yet.</p><p><a class=\"button primary\" href=\"/jobs/new\">Run a notebook</a></p></div>");
  }

  private static Html table(Visit visit, Address address, List<Run> runs) {
    return Html.of(
        """
        <form method="post" action="/jobs/bulk">{}<input type="hidden" name="back" value="{}">
        <table class="list jobs"><thead><tr><th class="pick"><input type="checkbox" data-all aria-label="All on this page" hidden></th>\
        {}{}{}{}<th scope="col">Took</th></tr></thead>
        <tbody>{}</tbody></table>
        <div class="bulk"><span class="quiet">With those that are picked:</span>
        <button class="button small" name="do" value="stop">Stop</button>
        <button class="button small danger" name="do" value="delete" data-sure="Delete the jobs that are picked, with all their files?">Delete</button></div>
        </form>""",
        visit.csrf(),
        address,
        Listing.column(address, "state", "State"),
        Listing.column(address, "name", "Name"),
        Listing.column(address, "created", "Submitted"),
        Listing.column(address, "ended", "Ended"),
        runs.stream().map(run -> row(visit, address, run)).toList());
  }

  private static Html row(Visit visit, Address address, Run run) {
    Run.Status status = run.status();
    boolean failed = status.state() == RunState.FAILED;
    return Html.of(
        """
        <tr data-key="{}"><td class="pick"><input type="checkbox" name="job" value="{}" aria-label="Pick {}"></td>\
        <td>{}</td><td class="wide"><a class="name" href="/jobs/{}">{}</a>{}{}</td>\
        <td data-label="Submitted">{}</td><td data-label="Ended">{}</td><td class="number" data-label="Took">{}</td></tr>
        """,
        run.id(),
        run.id(),
        run.workflow().name(),
        States.badge(status.state()),
        run.id(),
        run.workflow().name(),
        Html.each(
            run.workflow().tags(),
            tag -> Html.of(" <a class=\"tag\" href=\"{}\">{}</a>", address.with("tag", tag), tag)),
        failed
            ? Html.of(
                "<a class=\"why\" href=\"/jobs/{}#failure\">{}</a>",
                run.id(),
                Objects.requireNonNullElse(status.message(), "Why is not known."))
            : Html.NONE,
        visit.moments().relative(status.created()),
        visit.moments().relative(status.ended()),
        visit.moments().took(status.started(), status.ended()));
  }
}
