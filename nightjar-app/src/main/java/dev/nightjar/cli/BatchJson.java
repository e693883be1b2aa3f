package dev.nightjar.cli;

import dev.nightjar.cli.CellReport.Verdict;
import dev.nightjar.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `--json` prints: how notebooks did, for scripts.
final class BatchJson {
  private BatchJson() {}

  static byte[] of(List<NotebookReport> reports, double seconds) {
    ObjectNode root = Json.object();
    ArrayNode notebooks = root.putArray("notebooks");
    reports.forEach(report -> notebooks.add(notebook(report)));
    root.put("seconds", seconds);
    root.put("passed", reports.stream().allMatch(report -> report.state().isGood()));
    return Json.compact(root);
  }

  /// How one did.
  static ObjectNode notebook(NotebookReport report) {
    ObjectNode json = Json.object();
    json.put("notebook", report.job().name());
    if (!report.job().varied().isEmpty()) {
      json.set("parameters", report.job().varied().toJson());
    }
    json.put("output", report.output());
    json.put("state", report.state().word());
    json.put("seconds", report.seconds());
    json.put("error", report.impossible());
    ArrayNode cells = json.putArray("cells");
    report.cells().forEach(cell -> cells.add(cell(cell)));
    return json;
  }

  private static ObjectNode cell(CellReport report) {
    ObjectNode json = Json.object();
    json.put("prompt", report.prompt());
    json.put("title", report.title());
    json.put("seconds", report.seconds());
    switch (report.verdict()) {
      case Verdict.Passed _ -> json.put("state", "passed");
      case Verdict.Raised(String ename, String evalue, List<String> traceback) -> {
        json.put("state", "failed").put("ename", ename).put("evalue", evalue);
        lines(json.putArray("traceback"), traceback.stream().map(Ansi::strip).toList());
      }
      case Verdict.CutShort(String kind, String message) ->
          json.put("state", "failed").put("ename", kind).put("evalue", message);
      case Verdict.Differs(List<String> diff) -> {
        json.put("state", "differs");
        lines(json.putArray("diff"), diff);
      }
      case Verdict.NotRun(String reason) -> json.put("state", "not run").put("reason", reason);
    }
    return json;
  }

  private static void lines(ArrayNode array, List<String> lines) {
    lines.forEach(array::add);
  }
}
