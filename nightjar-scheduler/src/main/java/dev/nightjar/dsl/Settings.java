package dev.nightjar.dsl;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is said of a task, or of a workflow for all its tasks that say nothing of it.
///
/// @param <S> what is being written
abstract sealed class Settings<S extends Settings<S>> permits Task, Workflow {
  private static final String RETRY = "retry";

  private final Map<String, @Nullable Object> said = new LinkedHashMap<>();
  private final int line = Lines.ofCaller();

  Settings() {}

  abstract S self();

  /// How often a task is tried again after it failed.
  ///
  /// @param delay the wait before the second try
  public S retry(int times, Duration delay) {
    return within(RETRY, "times", times).within(RETRY, "delay", Nested.text(delay));
  }

  /// Each further wait before a try is the one before times this.
  ///
  /// @param factor 1 or more
  public S backoff(double factor) {
    return within(RETRY, "backoff", factor);
  }

  /// No wait before a try is longer.
  public S maxDelay(Duration time) {
    return within(RETRY, "max_delay", Nested.text(time));
  }

  /// Each wait before a try is made longer, by up to itself, so that what failed together is not
  /// tried again together.
  public S jitter() {
    return within(RETRY, "jitter", true);
  }

  /// A try that ran out of time is repeated, too.
  public S retryOnTimeout() {
    return within(RETRY, "on_timeout", true);
  }

  /// After how long an attempt is stopped; a task that waits fails then.
  public S timeout(Duration limit) {
    return set("timeout", Nested.text(limit));
  }

  /// After how long an alert says that an attempt takes too long.
  public S expected(Duration time) {
    return set("expected", Nested.text(time));
  }

  /// How long after the end of the data interval a task, or a workflow's run by schedule, is to be
  /// done, else an alert says that it is too late.
  public S deadline(Duration time) {
    return set("deadline", Nested.text(time));
  }

  /// What the processes of an attempt may use, such as `2GiB`.
  public S memory(String size) {
    return set("memory", size);
  }

  /// For how long the kernel of a notebook that failed stays alive, for it to go on.
  public S keepKernel(Duration time) {
    return set("keep_kernel", Nested.text(time));
  }

  /// The pool whose slots tasks take.
  public S pool(String name) {
    return set("pool", name);
  }

  /// Tasks of higher priority go first.
  public S priority(int number) {
    return set("priority", number);
  }

  /// The kernel, or conda or virtual environment, of notebooks.
  public S environment(String name) {
    return set("environment", name);
  }

  /// A parameter: of a notebook, of Python or SQL, or of a run that is started; a workflow's are
  /// those of runs that are given no others.
  ///
  /// @param value text, number, truth value, or a list or map of those; texts of a task are
  ///     templates
  public S parameter(String name, Object value) {
    return within("parameters", name, value);
  }

  /// Any key of workflow files in YAML.
  ///
  /// @param value text, number, truth value, or a list or map of those; null takes what the
  ///     workflow says for all tasks away
  public S set(String key, @Nullable Object value) {
    said.put(key, value);
    return self();
  }

  S within(String outer, String key, Object value) {
    Nested.put(said, outer, key, value);
    return self();
  }

  Map<String, @Nullable Object> said() {
    return said;
  }

  int line() {
    return line;
  }
}
