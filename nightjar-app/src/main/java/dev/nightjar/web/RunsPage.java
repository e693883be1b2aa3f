package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.KeyedRuns;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `/runs`: the runs of all workflows, the newest first.
record RunsPage(Services services) {
  private static final int MOST_WORKFLOWS = 1_000;
  private static final List<String> QUERY = List.of("name", "state", "time", "page");

  Page show(Visit visit) {
    Address address = Address.of(visit, "/runs", QUERY);
    List<KeyedRun> found =
        services.database().read(transaction -> find(transaction, visit, address));
    List<KeyedRun> shown = found.subList(0, Math.min(found.size(), Listing.ROWS));
    Html body =
        Html.of(
            """
            <div class="title"><div><p class="crumbs"><a href="/workflows">Workflows</a></p><h1>Runs</h1></div></div>
            {}{}{}""",
            Listing.filters(
                address,
                List.of(
                    Listing.input(address, "name", "Workflow has in it"),
                    Listing.state(address),
                    Listing.time(address, "Made"))),
            shown.isEmpty() ? none(address) : table(visit, shown),
            Listing.pages(address, shown.size(), found.size() > Listing.ROWS));
    return Page.live(Page.Section.WORKFLOWS, "Runs", "", body);
  }

  private static List<KeyedRun> find(Transaction transaction, Visit visit, Address address) {
    List<String> workflows = List.of();
    if (!address.get("name").isEmpty()) {
      workflows = workflows(transaction, address.get("name"));
      if (workflows.isEmpty()) {
        return List.of();
      }
    }
    Instant since = Listing.since(visit, address);
    return new KeyedRuns()
        .list(
            transaction,
            new KeyedRuns.Filter(
                workflows,
                Listing.states(address),
                since == null ? Map.of() : Map.of(KeyedRuns.Bound.CREATED_FROM, since)),
            KeyedRuns.Order.CREATED,
            true,
            Listing.ROWS + 1,
            (long) address.page() * Listing.ROWS);
  }

  private static List<String> workflows(Transaction transaction, String name) {
    return new KeyedWorkflows()
            .list(
                transaction,
                new KeyedWorkflows.Filter(name, List.of(), null, null),
                KeyedWorkflows.Order.KEY,
                false,
                MOST_WORKFLOWS,
                0)
            .stream()
            .map(workflow -> workflow.stored().id())
            .toList();
  }

  private static Html none(Address address) {
    return address.isFiltered()
        ? Html.of(
            "<div class=\"empty\"><p>No run is like that.</p><p><a class=\"button\" href=\"/runs\">Show all</a></p></div>")
        : Html.of("<div class=\"empty\"><p>No workflow has run yet.</p></div>");
  }

  private static Html table(Visit visit, List<KeyedRun> runs) {
    return Html.of(
        """
        <table class="list"><thead><tr><th scope="col">State</th><th scope="col">Workflow and run</th>\
        <th scope="col">Made</th><th scope="col">Ended</th><th scope="col">Took</th></tr></thead>
        <tbody>{}</tbody></table>""",
        runs.stream().map(run -> row(visit, run)).toList());
  }

  private static Html row(Visit visit, KeyedRun keyed) {
    Run.Status status = keyed.run().status();
    String address = Places.run(keyed.workflow(), keyed.run().id());
    return Html.of(
        """
        <tr data-key="{}"><td>{}</td>\
        <td class="wide"><a class="name" href="{}">{}</a><span class="under"><a href="{}">{}</a></span>{}</td>\
        <td data-label="Made">{}</td><td data-label="Ended">{}</td><td class="number" data-label="Took">{}</td></tr>
        """,
        keyed.run().id(),
        States.badge(status.state()),
        Places.workflow(keyed.workflow()),
        keyed.workflow(),
        address,
        keyed.key(),
        status.state() == RunState.FAILED
            ? Html.of(
                "<a class=\"why\" href=\"{}\">{}</a>",
                address,
                Objects.requireNonNullElse(status.message(), "Why is not known."))
            : Html.NONE,
        visit.moments().relative(status.created()),
        visit.moments().relative(status.ended()),
        visit.moments().took(status.started(), status.ended()));
  }
}
