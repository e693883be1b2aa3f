package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.store.ImportErrorStore;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.KeyedWorkflows;
import dev.nightjar.store.RunMarks;
import dev.nightjar.store.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `/workflows`: the workflows that were read from files, and the files that can't be read.
record WorkflowsPage(Services services) {
  private static final int BARS = 14;
  private static final List<String> QUERY = List.of("name", "tag", "state", "sort", "page");
  private static final Map<String, KeyedWorkflows.Order> COLUMNS =
      Map.of(
          "name", KeyedWorkflows.Order.KEY,
          "paused", KeyedWorkflows.Order.PAUSED,
          "updated", KeyedWorkflows.Order.UPDATED);

  private record Line(KeyedWorkflow workflow, List<RunMarks.Mark> runs) {}

  private record Found(List<Line> lines, List<ImportErrorStore.ImportError> errors) {}

  Page show(Visit visit) {
    Address address = address(visit);
    Found found = services.database().read(transaction -> find(transaction, address));
    List<Line> shown = found.lines().subList(0, Math.min(found.lines().size(), Listing.ROWS));
    Html body =
        Html.of(
            """
            <div class="title"><h1>Workflows</h1><p><a href="/runs">All runs</a></p></div>
            {}{}{}{}""",
            ImportErrors.of(visit.moments(), found.errors()),
            filters(address),
            shown.isEmpty() ? none(address) : table(visit, address, shown),
            Listing.pages(address, shown.size(), found.lines().size() > Listing.ROWS));
    return Page.live(Page.Section.WORKFLOWS, "Workflows", "", body);
  }

  /// By name, where no order is asked for.
  private static Address address(Visit visit) {
    Address asked = Address.of(visit, "/workflows", QUERY);
    Map<String, String> query = new LinkedHashMap<>(asked.query());
    query.putIfAbsent("sort", "name");
    return new Address(asked.path(), query);
  }

  private static Found find(Transaction transaction, Address address) {
    String sort = address.get("sort");
    boolean descending = sort.startsWith("-");
    var order =
        COLUMNS.getOrDefault(descending ? sort.substring(1) : sort, KeyedWorkflows.Order.KEY);
    String state = address.get("state");
    var filter =
        new KeyedWorkflows.Filter(
            address.get("name").isEmpty() ? null : address.get("name"),
            address.get("tag").isEmpty() ? List.of() : List.of(address.get("tag")),
            switch (state) {
              case "PAUSED" -> (Boolean) true;
              case "ACTIVE" -> (Boolean) false;
              default -> null;
            },
            !state.equals("GONE"));
    List<Line> lines =
        new KeyedWorkflows()
                .list(
                    transaction,
                    filter,
                    order,
                    descending,
                    Listing.ROWS + 1,
                    (long) address.page() * Listing.ROWS)
                .stream()
                .map(
                    workflow ->
                        new Line(
                            workflow,
                            new RunMarks().newest(transaction, workflow.stored().id(), BARS)))
                .toList();
    return new Found(lines, new ImportErrorStore().list(transaction));
  }

  private static Html filters(Address address) {
    Map<String, String> states = new LinkedHashMap<>();
    states.put("", "any");
    states.put("ACTIVE", "ACTIVE");
    states.put("PAUSED", "PAUSED");
    states.put("GONE", "file is gone");
    return Listing.filters(
        address,
        List.of(
            Listing.input(address, "name", "Name has in it"),
            Listing.select(address, "state", "State", states),
            Listing.input(address, "tag", "Tag")));
  }

  private static Html none(Address address) {
    return address.isFiltered()
        ? Html.of(
            "<div class=\"empty\"><p>No workflow is like that.</p><p><a class=\"button\" href=\"/workflows\">Show all</a></p></div>")
        : Html.of(
            "<div class=\"empty\"><p>No file with a workflow was read. A server watches the folder that <code>--workflows</code> names.</p></div>");
  }

  private static Html table(Visit visit, Address address, List<Line> lines) {
    return Html.of(
        """
        <table class="list"><thead><tr>{}{}<th scope="col">Last runs</th><th scope="col">Next run</th><th scope="col"><span class="unseen">What to do</span></th></tr></thead>
        <tbody>{}</tbody></table>""",
        Listing.column(address, "paused", "State"),
        Listing.column(address, "name", "Name, schedule and file"),
        lines.stream().map(line -> row(visit, address, line)).toList());
  }

  private static Html row(Visit visit, Address address, Line line) {
    KeyedWorkflow workflow = line.workflow();
    String key = workflow.key();
    var timing = workflow.stored().timing();
    return Html.of(
        """
        <tr data-key="{}"><td>{}</td>\
        <td class="wide"><a class="name" href="{}">{}</a>{}<span class="under">{}</span><span class="under"><code>{}</code></span></td>\
        <td data-label="Last runs">{}</td><td data-label="Next run">{}</td>\
        <td class="row-actions">{}{}</td></tr>
        """,
        workflow.stored().id(),
        state(workflow),
        Places.workflow(key),
        key,
        Html.each(
            workflow.stored().workflow().tags(),
            tag -> Html.of(" <a class=\"tag\" href=\"{}\">{}</a>", address.with("tag", tag), tag)),
        Schedules.words(workflow.stored()),
        workflow.file(),
        new RunBars(visit.moments(), Places.runs(key)).of(line.runs()),
        workflow.present() ? Schedules.next(visit.moments(), timing) : Html.text("–"),
        TriggerForm.pause(visit, workflow, address.toString()),
        workflow.present() ? TriggerForm.folded(visit, workflow) : Html.NONE);
  }

  static Html state(KeyedWorkflow workflow) {
    return !workflow.present()
        ? States.gone()
        : workflow.stored().timing().paused() ? States.paused() : States.active();
  }
}
