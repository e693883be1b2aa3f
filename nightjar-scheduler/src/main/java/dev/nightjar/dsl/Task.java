package dev.nightjar.dsl;

import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A task that is being written. Each method adds to it and gives it back. Not thread-safe.
public final class Task extends Settings<Task> {
  private static final String WAIT = "wait";
  private static final String SQL = "sql";
  private static final String TRIGGER = "trigger";

  private Task() {}

  @Override
  Task self() {
    return this;
  }

  /// Runs a notebook.
  ///
  /// @param path from the folder of the file
  public static Task notebook(String path) {
    return new Task().set("notebook", path);
  }

  /// Runs a command with bash; the last line that it prints is its value.
  ///
  /// @param command a template
  public static Task shell(String command) {
    return new Task().set("shell", command);
  }

  /// Runs Python in a process of its own; what the function returns is its value.
  ///
  /// @param code `FILE.py:function`, or the code itself, whose `return_value` is its value
  public static Task python(String code) {
    return new Task().set("python", code);
  }

  /// Sends a request; what is answered is its value.
  ///
  /// @param url a template
  public static Task http(String url) {
    return http(Request.to(url));
  }

  /// Sends a request; what is answered is its value.
  public static Task http(Request request) {
    return new Task().set("http", request.said());
  }

  /// Runs SQL; the rows of the last statement are its value.
  ///
  /// @param connection the name of the connection to the database
  /// @param query statements, with `:name` where a parameter is
  public static Task sql(String connection, String query) {
    return new Task().within(SQL, "connection", connection).within(SQL, "query", query);
  }

  /// Runs the SQL of a file, which is read when the task runs.
  ///
  /// @param connection the name of the connection to the database
  /// @param path from the folder of the file
  public static Task sqlFile(String connection, String path) {
    return new Task().within(SQL, "connection", connection).within(SQL, "file", path);
  }

  /// Sends a mail.
  ///
  /// @param to an address, a template, as are the others
  public static Task email(String to, String subject, String text) {
    return email(List.of(to), subject, text);
  }

  /// Sends a mail to several people.
  ///
  /// @param to addresses, templates, as are the others
  public static Task email(List<String> to, String subject, String text) {
    return new Task().set("email", Map.of("to", to, "subject", subject, "text", text));
  }

  /// Sends a message to Slack.
  ///
  /// @param channel such as `#reports`
  /// @param text a template
  public static Task slack(String channel, String text) {
    return new Task().set("slack", Map.of("channel", channel, "text", text));
  }

  /// Sends a message to Slack by one of the server's own channels.
  ///
  /// @param target the name of the channel; a template, as is the text
  public static Task slackBy(String target, String text) {
    return new Task().set("slack", Map.of("target", target, "text", text));
  }

  /// Starts a run of another workflow, and ends as soon as there is one.
  public static Task trigger(String workflow) {
    return new Task().within(TRIGGER, "workflow", workflow);
  }

  /// Starts a run of another workflow, and ends as it.
  public static Task subWorkflow(String name) {
    return trigger(name).within(TRIGGER, "wait", true);
  }

  /// Does nothing: joins what comes before it.
  public static Task empty() {
    return new Task().set("empty", true);
  }

  /// Waits for a file.
  ///
  /// @param path or glob pattern; a template
  public static Task waitForFile(String path) {
    return new Task().within(WAIT, "file", path);
  }

  /// Waits for a moment.
  public static Task waitUntil(Instant time) {
    return new Task().within(WAIT, "time", time.toString());
  }

  /// Waits for a time of day, by the clocks of the workflow's time zone.
  public static Task waitForTimeOfDay(LocalTime time) {
    return new Task().within(WAIT, "time_of_day", time.toString());
  }

  /// Waits until so long after the end of the data interval.
  public static Task waitAfterInterval(Duration delay) {
    return new Task().within(WAIT, "after_interval", Nested.text(delay));
  }

  /// Waits for the run of another workflow that stands for the same time.
  ///
  /// @param tasks only for these of it; none for the whole run
  public static Task waitForWorkflow(String name, String... tasks) {
    Task task = new Task().within(WAIT, "workflow", name);
    return tasks.length == 0 ? task : task.within(WAIT, "tasks", List.of(tasks));
  }

  /// Waits until a request is answered as expected.
  ///
  /// @param url a template
  public static Task waitForAnswer(String url) {
    return waitForAnswer(Request.to(url));
  }

  /// Waits until a request is answered as expected.
  public static Task waitForAnswer(Request request) {
    return new Task().within(WAIT, "http", request.said());
  }

  /// How often a wait looks.
  public Task every(Duration time) {
    return within(WAIT, "every", Nested.text(time));
  }

  /// A wait whose time is up is skipped rather than failed.
  public Task soft() {
    return within(WAIT, "soft", true);
  }

  @Override
  public Task timeout(Duration limit) {
    return said().containsKey(WAIT)
        ? within(WAIT, "timeout", Nested.text(limit))
        : super.timeout(limit);
  }

  @Override
  public Task parameter(String name, Object value) {
    for (String kind : List.of(SQL, TRIGGER)) {
      if (said().get(kind) instanceof Map<?, ?>) {
        Nested.put(Nested.below(said(), kind), "parameters", name, value);
        return this;
      }
    }
    return super.parameter(name, value);
  }

  /// The tasks that it comes after.
  public Task after(String... names) {
    return set("after", List.of(names));
  }

  /// How those must have ended; all well if nothing is said.
  public Task when(TriggerRule rule) {
    return set("when", Nested.text(rule));
  }

  /// What must have succeeded in the run before.
  public Task past(Past past) {
    return set("past", past == Past.IGNORED ? "none" : Nested.text(past));
  }

  /// Runs once for each combination of the values of all names that are given so; `{{ grid.name }}`
  /// is the one that runs.
  public Task grid(String name, List<?> values) {
    return within("grid", name, values);
  }

  /// Runs once for each combination, too.
  ///
  /// @param values a template that gives a list
  public Task grid(String name, String values) {
    return within("grid", name, values);
  }

  /// Runs once for each of these points.
  public Task grid(List<? extends Map<String, ?>> points) {
    return set("grid", points);
  }

  /// Runs once for each point.
  ///
  /// @param points a template that gives them, or names with lists
  public Task grid(String points) {
    return set("grid", points);
  }

  /// By what the best point of the grid is found, such as `max score` or `min loss`.
  public Task best(String value) {
    return set("best", value);
  }

  /// Files that must be there when it has succeeded; templates.
  public Task produces(String... files) {
    return set("produces", List.of(files));
  }

  /// What a notebook leaves: `ipynb`, `html`, or a format of nbconvert.
  public Task outputs(String... formats) {
    return set("outputs", List.of(formats));
  }

  /// A variable of a command or of Python.
  ///
  /// @param value a template
  public Task env(String name, String value) {
    return within("env", name, value);
  }

  /// Where a command or Python runs; a template.
  public Task folder(String path) {
    return set("folder", path);
  }

  /// Exit codes by which a command says that it skipped itself; 99 if nothing is said.
  public Task skipCodes(int... codes) {
    return set("skip_codes", IntStream.of(codes).boxed().toList());
  }

  /// Its value says which of the tasks directly after it go on.
  public Task branch() {
    return set("branch", true);
  }

  /// All after it is left out if its value is false, or a command ends with 1.
  public Task shortCircuit() {
    return set("short_circuit", true);
  }

  /// How many slots of its pool it takes.
  public Task slots(int number) {
    return set("slots", number);
  }

  /// How many of it run at a time, over all runs.
  public Task atOnce(int most) {
    return set("at_once", most);
  }

  /// The group that it is drawn in, such as `load.clean`.
  public Task group(String path) {
    return set("group", path);
  }

  /// Work of a notebook or command that was done for the same inputs before is not done again.
  public Task reuse() {
    return set("reuse", true);
  }

  /// Work that was done for the same inputs before is not done again.
  public Task reuse(Reuse reuse) {
    return set("reuse", reuse.said());
  }
}
