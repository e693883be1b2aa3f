package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.store.PoolStore;
import dev.nightjar.task.RuntimeEnvironment;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The form of a job or a definition.
///
/// @param draft what is in it
/// @param kind of what it is the form
/// @param address that it is sent to
/// @param notebook what is run, as people call it
/// @param parameters of the notebook
/// @param preview of the schedule; null for none
record FormPage(
    Draft draft,
    Kind kind,
    String address,
    String notebook,
    ParameterFields parameters,
    @Nullable Html preview) {
  private static final Html MOMENT = Html.of(" type=\"datetime-local\"");

  enum Kind {
    JOB("New job", "Run", Page.Section.JOBS),
    DEFINITION("New definition", "Save", Page.Section.DEFINITIONS),
    CHANGE("Change definition", "Save", Page.Section.DEFINITIONS);

    private final String title;
    private final String button;
    private final Page.Section section;

    Kind(String title, String button, Page.Section section) {
      this.title = title;
      this.button = button;
      this.section = section;
    }

    String title() {
      return title;
    }

    Page.Section section() {
      return section;
    }
  }

  Page show(Visit visit, Services services) {
    var inputs = new Inputs(draft);
    List<RuntimeEnvironment> environments = services.environments().get();
    Html body =
        Html.of(
            """
            <div class="title"><div><h1>{}</h1><p class="quiet"><code>{}</code>{}</p></div></div>
            {}<form class="form" method="post" action="{}" novalidate>{}
            <input type="hidden" name="token" value="{}"><input type="hidden" name="notebook" value="{}">
            {}{}{}{}{}
            <div class="form-end"><button class="button primary" name="do" value="save">{}</button>{}
            <a class="button" href="{}">Cancel</a></div></form>""",
            kind.title,
            notebook,
            kind == Kind.CHANGE
                ? Html.NONE
                : Html.of(" <a href=\"{}\">Another notebook</a>", address),
            inputs.summary(),
            address,
            visit.csrf(),
            draft.get("token"),
            draft.get("notebook"),
            Inputs.part("What", what(inputs, environments)),
            kind == Kind.CHANGE ? Inputs.part("Notebook", anew(inputs)) : Html.NONE,
            Inputs.part("Parameters", List.of(parameters.of(inputs))),
            kind == Kind.JOB ? Html.NONE : Inputs.part("When", when(inputs)),
            more(inputs, services),
            kind.button,
            kind == Kind.JOB
                ? Html.NONE
                : Html.of(
                    "<button class=\"button\" name=\"do\" value=\"preview\">Show the next runs</button>"),
            kind.section == Page.Section.JOBS ? "/jobs" : "/definitions");
    return Page.still(kind.section, kind.title, body);
  }

  private List<Html> what(Inputs inputs, List<RuntimeEnvironment> environments) {
    Map<String, String> choices = new LinkedHashMap<>();
    choices.put("", "The kernel that the notebook names");
    Map<String, String> formats = new LinkedHashMap<>();
    for (RuntimeEnvironment one : environments) {
      choices.put(one.name(), one.label());
      one.formats().forEach(format -> formats.putIfAbsent(format.name(), format.label()));
    }
    String now = draft.get("environment");
    choices.putIfAbsent(now, now + " (not found here)");
    formats.putIfAbsent("ipynb", "Notebook");
    formats.putIfAbsent("html", "HTML");
    return List.of(
        inputs.text("name", "Name", ""),
        inputs.select("environment", "Environment", "", choices),
        inputs.checks("format", "Outputs", formats));
  }

  private List<Html> anew(Inputs inputs) {
    return List.of(
        inputs.text(
            "anew",
            "Take the notebook anew from",
            "A file below the folder of the notebooks, such as %s. Empty: it stays as it was taken."
                .formatted(notebook)));
  }

  private List<Html> when(Inputs inputs) {
    Map<String, String> zones = new LinkedHashMap<>();
    zones.put("UTC", "UTC");
    ZoneId.getAvailableZoneIds().stream()
        .filter(
            zone ->
                zone.indexOf('/') > 0 && !zone.startsWith("Etc/") && !zone.startsWith("SystemV/"))
        .sorted()
        .forEach(zone -> zones.put(zone, zone));
    zones.putIfAbsent(draft.get("zone"), draft.get("zone"));
    return List.of(
        inputs.input(
            "schedule",
            "Schedule",
            "A cron expression (0 6 * * MON-FRI), an interval (every 15m), or times (at 2026-12-24 18:00). Empty: only when asked to.",
            Html.of(
                " type=\"text\" class=\"code\" autocomplete=\"off\" spellcheck=\"false\" list=\"schedules\"")),
        Html.of(
            """
            <datalist id="schedules"><option value="0 6 * * *">every day at 06:00</option>\
            <option value="0 6 * * MON-FRI">every working day at 06:00</option>\
            <option value="0 * * * *">every hour</option><option value="*/15 * * * *">every 15 minutes</option>\
            <option value="0 6 * * MON">every Monday at 06:00</option><option value="0 6 1 * *">on the first of the month</option></datalist>"""),
        inputs.select("zone", "Time zone", "", zones),
        Html.of(
            "<div class=\"preview\" id=\"preview\" aria-live=\"polite\">{}</div>",
            preview == null
                ? Html.of("<p class=\"none\">The next runs are shown here.</p>")
                : preview),
        inputs.input("start", "Not before", "On the clocks of the time zone.", MOMENT),
        inputs.input("end", "Not after", "", MOMENT),
        inputs.number(
            "jitter",
            "Start up to so many seconds later",
            "Spreads definitions that are due at the same time."),
        inputs.select(
            "overlap",
            "If the run before has not ended",
            "",
            choices(
                "ALLOW",
                "run beside it",
                "SKIP",
                "leave this one out",
                "QUEUE",
                "wait for it",
                "REPLACE",
                "stop it")),
        inputs.select(
            "misfire",
            "Times that were missed while no server ran",
            "",
            choices(
                "SKIP", "leave them out", "RUN_ONCE", "run once for all", "RUN_ALL", "run each")));
  }

  private Html more(Inputs inputs, Services services) {
    boolean wrong =
        draft.problems().keySet().stream()
            .anyMatch(
                List.of("timeout", "keep", "retries", "delay", "alert", "on", "priority")
                    ::contains);
    return Html.of(
        "<details class=\"card form-part\"{}><summary>Tags, priority, pool, retries, timeout, alerts, names of outputs</summary>{}</details>",
        Html.when(wrong, " open"),
        List.of(
            inputs.text("tags", "Tags", "With commas between."),
            inputs.input(
                "priority",
                "Priority",
                "Higher goes first. Empty: 0.",
                Html.of(" type=\"number\" inputmode=\"numeric\"")),
            inputs.select(
                "pool", "Pool", "Of which it takes a slot while it runs.", pools(services)),
            inputs.number("retries", "Tries after a failure", ""),
            inputs.number("delay", "Seconds to wait before a try", ""),
            inputs.number("timeout", "Timeout in minutes", "Empty: no limit."),
            inputs.number(
                "keep",
                "Keep its kernel after a failure, in minutes",
                "For so long it can go on from its failed cell. Empty: not at all."),
            inputs.text(
                "alert",
                "Alert",
                "The name of a configured channel, slack:#channel, mailto:address, or https://…"),
            inputs.checks(
                "on",
                "Alert of",
                choices(
                    "FAILURE", "a failure",
                    "RECOVERY", "a success after a failure",
                    "SUCCESS", "each success",
                    "TOO_LONG", "a run that takes too long")),
            inputs.text(
                "output",
                "Name of the outputs",
                "May hold {{input_filename}}, {{create_time}}, {{name}}, {{job_id}} and parameters."),
            inputs.check("folder", "Take the notebook's whole folder along")));
  }

  private Map<String, String> pools(Services services) {
    Map<String, String> pools = new LinkedHashMap<>();
    pools.put("", "none");
    services
        .database()
        .read(new PoolStore()::list)
        .forEach(
            pool -> pools.put(pool.name(), "%s (%d slots)".formatted(pool.name(), pool.slots())));
    pools.putIfAbsent(draft.get("pool"), draft.get("pool") + " (not found here)");
    return pools;
  }

  private static Map<String, String> choices(String... pairs) {
    Map<String, String> choices = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      choices.put(pairs[i], pairs[i + 1]);
    }
    return choices;
  }
}
