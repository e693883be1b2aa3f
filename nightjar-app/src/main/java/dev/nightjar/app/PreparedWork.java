package dev.nightjar.app;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.workflow.AirflowWork;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.HttpRequest;
import dev.nightjar.workflow.HttpWork;
import dev.nightjar.workflow.MessageWork;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.PythonWork;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.SqlWork;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.WaitWork;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an attempt does, by the names that it has in workflow files.
final class PreparedWork {
  private static final JsonMapper JSON = new JsonMapper();

  private PreparedWork() {}

  static JsonNode of(AttemptOrder order) {
    Map<String, Object> told = new LinkedHashMap<>();
    switch (order.task().work()) {
      case NotebookWork notebook -> {
        told.put("notebook", notebook.notebook());
        told.put("parameters", order.parameters());
      }
      case ShellWork shell -> {
        told.put("shell", shell.command());
        if (!shell.environment().isEmpty()) {
          told.put("env", shell.environment());
        }
        if (shell.folder() != null) {
          told.put("folder", shell.folder());
        }
      }
      case PythonWork python -> {
        told.put(
            "python", python.file() == null ? python.code() : python.file() + ":" + python.code());
        told.put("parameters", order.parameters());
        if (!python.environment().isEmpty()) {
          told.put("env", python.environment());
        }
        told.put("folder", python.folder());
      }
      case HttpWork(HttpRequest request) -> {
        told.put("http", request.method() + " " + request.url());
        if (request.body() != null) {
          told.put("body", request.body());
        }
      }
      case SqlWork sql -> {
        told.put("sql", sql.query() == null ? String.valueOf(sql.file()) : sql.query());
        told.put("parameters", sql.parameters());
      }
      case MessageWork message -> {
        told.put(message.kind(), message.target());
        if (message.subject() != null) {
          told.put("subject", message.subject());
        }
        told.put("text", message.text());
      }
      case TriggerWork trigger -> {
        told.put("trigger", trigger.workflow());
        told.put("parameters", trigger.parameters());
      }
      case WaitWork wait -> told.put("wait", wait.until().toString());
      case AirflowWork airflow -> {
        told.put("operator", airflow.operator());
        if (airflow.shell() != null) {
          told.put("shell", airflow.shell().command());
        }
      }
      case EmptyWork _ -> told.put("empty", true);
    }
    return JSON.valueToTree(told);
  }
}
