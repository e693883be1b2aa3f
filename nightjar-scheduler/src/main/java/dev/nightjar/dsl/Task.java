package dev.nightjar.dsl;

import dev.nightjar.workflow.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A task that is being written. Each method adds to it and gives it back. Not thread-safe.
public final class Task {
  private static final String WAIT = "wait";
  private static final String SQL = "sql";

  private final Map<String, Object> said = new LinkedHashMap<>();
  private final int line = Lines.ofCaller();

  private Task() {}

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

  /// Sends a request; what is answered is its value. `set` says more of it.
  ///
  /// @param url a template
  public static Task http(String url) {
    return new Task().within("http", "url", url);
  }

  /// Runs SQL; the rows of the last statement are its value.
  ///
  /// @param connection the name of the connection to the database
  /// @param query statements, with `:name` where a parameter is
  public static Task sql(String connection, String query) {
    return new Task().within(SQL, "connection", connection).within(SQL, "query", query);
  }

  /// Sends a mail.
  ///
  /// @param to an address, a template, as are the others
  public static Task email(String to, String subject, String text) {
    return new Task()
        .within("email", "to", to)
        .within("email", "subject", subject)
        .within("email", "text", text);
  }

  /// Sends a message to Slack.
  ///
  /// @param channel such as `#reports`
  /// @param text a template
  public static Task slack(String channel, String text) {
    return new Task().within("slack", "channel", channel).within("slack", "text", text);
  }

  /// Starts a run of another workflow, and ends as it.
  public static Task subWorkflow(String name) {
    return new Task().within("trigger", "workflow", name).within("trigger", "wait", true);
  }

  /// Does nothing: joins what comes before it.
  public static Task empty() {
    return new Task().set("empty", true);
  }

  /// Waits for a file.
  ///
  /// @param path or glob pattern; a template
  public static Task waitForFile(String path) {
    return new Task().waits("file", path);
  }

  /// Waits for a moment.
  public static Task waitUntil(Instant time) {
    return new Task().waits("time", time.toString());
  }

  /// Waits for a time of day, by the clocks of the workflow's time zone.
  public static Task waitForTimeOfDay(LocalTime time) {
    return new Task().waits("time_of_day", time.toString());
  }

  /// Waits until so long after the end of the data interval.
  public static Task waitAfterInterval(Duration delay) {
    return new Task().waits("after_interval", Nested.text(delay));
  }

  /// Waits for the run of another workflow that stands for the same time.
  ///
  /// @param tasks only for these of it; none for the whole run
  public static Task waitForWorkflow(String name, String... tasks) {
    Task task = new Task().waits("workflow", name);
    return tasks.length == 0 ? task : task.waits("tasks", List.of(tasks));
  }

  /// Waits until a request is answered as expected.
  ///
  /// @param url a template
  public static Task waitForAnswer(String url) {
    return new Task().waits("http", Map.of("url", url));
  }

  private Task waits(String key, Object value) {
    return within(WAIT, key, value);
  }

  private Task within(String outer, String key, Object value) {
    Nested.put(said, outer, key, value);
    return this;
  }

  /// The tasks that it comes after.
  public Task after(String... names) {
    return set("after", List.of(names));
  }

  /// How those must have ended; all well if nothing is said.
  public Task when(TriggerRule rule) {
    return set("when", rule.name().toLowerCase(Locale.ROOT));
  }

  /// A parameter of a notebook, of Python or of SQL.
  ///
  /// @param value text, which is a template, number, truth value, or a list or map of those
  public Task parameter(String name, Object value) {
    Nested.put(said.containsKey(SQL) ? Nested.below(said, SQL) : said, "parameters", name, value);
    return this;
  }

  /// What a notebook leaves: `ipynb`, `html`, or a format of nbconvert.
  public Task outputs(String... formats) {
    return set("outputs", List.of(formats));
  }

  /// The kernel, or conda or virtual environment, of a notebook.
  public Task environment(String name) {
    return set("environment", name);
  }

  /// A variable of a command.
  ///
  /// @param value a template
  public Task env(String name, String value) {
    Nested.put(said, "env", name, value);
    return this;
  }

  /// Where a command runs.
  public Task folder(String path) {
    return set("folder", path);
  }

  /// How often it is tried again, and after how long.
  public Task retry(int times, Duration delay) {
    return set("retry", Map.of("times", times, "delay", Nested.text(delay)));
  }

  /// After how long an attempt is stopped; a wait fails then.
  public Task timeout(Duration limit) {
    return said.containsKey(WAIT)
        ? waits("timeout", Nested.text(limit))
        : set("timeout", Nested.text(limit));
  }

  /// How often a wait looks.
  public Task every(Duration time) {
    return waits("every", Nested.text(time));
  }

  /// A wait whose time is up is skipped rather than failed.
  public Task soft() {
    return waits("soft", true);
  }

  /// After how long an alert says that it takes too long.
  public Task expected(Duration time) {
    return set("expected", Nested.text(time));
  }

  /// How long after the end of the data interval it is to be done, else an alert says that it is
  /// too late.
  public Task deadline(Duration time) {
    return set("deadline", Nested.text(time));
  }

  /// What its processes may use, such as `2GiB`.
  public Task memory(String size) {
    return set("memory", size);
  }

  /// The pool of which it takes a slot.
  public Task pool(String name) {
    return set("pool", name);
  }

  /// Higher goes first.
  public Task priority(int number) {
    return set("priority", number);
  }

  /// The group that it is drawn in, such as `load.clean`.
  public Task group(String path) {
    return set("group", path);
  }

  /// Any other key of tasks in YAML.
  ///
  /// @param value text, number, truth value, or a list or map of those
  public Task set(String key, Object value) {
    said.put(key, value);
    return this;
  }

  Map<String, Object> said() {
    return said;
  }

  int line() {
    return line;
  }
}
