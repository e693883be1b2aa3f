package dev.nightjar.web;

import dev.nightjar.http.Reasons;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.HttpRequest;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.Reuse;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.WaitWork;
import dev.nightjar.workflow.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What tasks do, in words.
final class Works {
  private static final int LONGEST = 2_000;

  /// What is said elsewhere on the page, or says nothing to people.
  private static final List<String> KNOWN =
      List.of("task_id", "operator", "native", "upstream", "downstream", "empty", "sla");

  private Works() {}

  /// In a word or two.
  static String kind(Work work) {
    return switch (work) {
      case NotebookWork notebook -> "notebook " + notebook.notebook();
      case ShellWork _ -> "command";
      case PythonWork _ -> "Python";
      case AirflowWork airflow -> airflow.operator();
      case HttpWork http -> http.request().method() + " " + http.request().url();
      case SqlWork sql -> "SQL on " + sql.connection();
      case MessageWork message -> work.kind() + " to " + receivers(message);
      case TriggerWork trigger -> "starts " + trigger.workflow();
      case WaitWork wait -> "waits for " + Reasons.words(wait.until());
      case EmptyWork _ -> "nothing to do";
    };
  }

  private static String receivers(MessageWork message) {
    return message.target().replaceFirst("^(mailto|slack):", "");
  }

  /// What its file says of a task.
  static Html source(Task task) {
    Map<String, Object> facts = new LinkedHashMap<>();
    Html text = Html.NONE;
    switch (task.work()) {
      case NotebookWork work -> {
        facts.put("Notebook", work.notebook());
        if (work.environment() != null) {
          facts.put("Environment", work.environment());
        }
      }
      case ShellWork work -> text = source("Command", work.command());
      case PythonWork work -> {
        if (work.file() == null) {
          text = source("Code", work.code());
        } else {
          facts.put("Function", "%s of %s".formatted(work.code(), work.file()));
        }
      }
      case AirflowWork work -> {
        facts.put("Operator", work.operator());
        text = work.shell() == null ? Html.NONE : source("Command", work.shell().command());
        work.description().forEach((name, value) -> describe(facts, name, value));
      }
      case HttpWork(HttpRequest request) -> {
        facts.put("Request", request.method() + " " + request.url());
        facts.put("Expects", String.join(", ", request.expect()));
        if (request.connection() != null) {
          facts.put("Connection", request.connection());
        }
      }
      case SqlWork work -> {
        facts.put("Connection", work.connection());
        if (work.query() == null) {
          facts.put("File", String.valueOf(work.file()));
        } else {
          text = source("SQL", work.query());
        }
      }
      case MessageWork work -> {
        facts.put("To", receivers(work));
        if (work.subject() != null) {
          facts.put("Subject", work.subject());
        }
        text = source("Text", work.text());
      }
      case TriggerWork work -> {
        facts.put("Starts", "a run of " + work.workflow());
        facts.put("Ends", work.waits() ? "with that run" : "at once");
      }
      case WaitWork work -> {
        facts.put("Waits for", Reasons.words(work.until()));
        facts.put("Looks every", Moments.duration(work.every()));
        if (work.timeout() != null) {
          facts.put("Longest wait", Moments.duration(work.timeout()));
        }
      }
      case EmptyWork _ -> facts.put("Does", "nothing: it joins what comes before and after it");
    }
    switch (task.work().decision()) {
      case NONE -> {}
      case BRANCH -> facts.put("Decides", "which tasks directly after it go on");
      case SHORT_CIRCUIT -> facts.put("Decides", "whether the tasks after it go on");
    }
    if (!task.after().isEmpty()) {
      facts.put("After", String.join(", ", task.after()));
      facts.put("Starts when", task.when().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    if (task.retry().times() > 0) {
      facts.put(
          "Tried again",
          "%d times, first after %s"
              .formatted(task.retry().times(), Moments.duration(task.retry().delay())));
    }
    if (task.limits().timeout() != null) {
      facts.put("Timeout", Moments.duration(task.limits().timeout()));
    }
    if (task.limits().deadline() != null) {
      facts.put(
          "To be done", Moments.duration(task.limits().deadline()) + " after the interval of data");
    }
    Reuse reuse = task.traits().reuse();
    if (reuse != null) {
      facts.put(
          "Reuses work",
          reuse.inputs().isEmpty() ? "yes" : "for the same " + String.join(", ", reuse.inputs()));
    }
    if (task.traits().group() != null) {
      facts.put("Group", task.traits().group());
    }
    return Html.of("{}{}", text, JobFacts.facts(facts));
  }

  private static Html source(String label, String text) {
    return Html.of(
        "<pre class=\"source\" tabindex=\"0\" aria-label=\"{}\">{}</pre>",
        label,
        PlainText.start(text, LONGEST));
  }

  /// Only what is set, and is a plain value.
  private static void describe(Map<String, Object> facts, String name, Object value) {
    boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
    if (plain && !KNOWN.contains(name) && !value.toString().isBlank() && !value.equals(false)) {
      facts.put(name, PlainText.start(value.toString(), LONGEST));
    }
  }
}
