package dev.nightjar.alert;

import dev.nightjar.workflow.AlertRule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Messages for tests.
final class Messages {
  private Messages() {}

  static AlertMessage failed() {
    return new AlertMessage(
        "key-1",
        AlertRule.On.FAILURE,
        new AlertMessage.Subject("run-1", "definition-1", "Nightly <report>", "FAILED", "ada"),
        new AlertMessage.Failure(
            "Cell 3 failed: ZeroDivisionError: division by zero",
            "Cell 3, In [3]\n\n1/0 # <!channel> ```\n\nZeroDivisionError: division by zero"),
        Map.of("day", "2026-01-01"),
        Duration.ofSeconds(75),
        URI.create("https://nightjar.example.org/jobs/run-1"),
        new AlertMessage.Page("report.html", "<h1>page</h1>".getBytes(StandardCharsets.UTF_8)));
  }
}
