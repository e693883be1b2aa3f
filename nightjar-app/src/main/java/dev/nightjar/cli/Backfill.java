package dev.nightjar.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Has a server run a workflow for times that have passed: shows what is to be done, asks for it
/// again and again until it is done, and shows how far it is.
final class Backfill {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int MOST_SHOWN = 40;
  private static final int BAR = 20;
  private static final String CLEAR = "\r\u001b[K";

  private final Program program;
  private final Client client;
  private final String workflow;
  private final ObjectNode body;
  private final boolean live;
  private String shown = "";

  /// Whether it may be done.
  enum Consent {
    /// It may.
    GIVEN,
    /// People are to say.
    ASK,
    /// It may only be shown.
    NONE
  }

  /// @param body what the server is asked for
  Backfill(Program program, Client client, String workflow, ObjectNode body) {
    this.program = program;
    this.client = client;
    this.workflow = workflow;
    this.body = body;
    this.live = Screen.of(program.environment()).isPresent();
  }

  /// Does it.
  ///
  /// @param json whether scripts read what is printed
  /// @return the exit status
  int run(Consent consent, boolean json) {
    JsonNode plan = ask(true);
    if (consent == Consent.NONE && json) {
      program.printJson(plan);
      return 0;
    }
    if (!json) {
      show(plan);
    }
    int work = plan.path("make").asInt() + plan.path("repeat").asInt();
    if (consent == Consent.NONE || consent == Consent.ASK && work > 0 && !confirmed(plan)) {
      return 0;
    }
    body.put("since", plan.path("since").asString(""));
    JsonNode answer = ask(false);
    while (open(answer) > 0) {
      follow(answer);
      LockSupport.parkNanos(EVERY.toNanos());
      answer = ask(false);
    }
    follow(answer);
    if (live) {
      err().println();
    }
    if (json) {
      program.printJson(answer);
    }
    JsonNode runs = answer.path("runs");
    return runs.path("FAILED").asInt(0) + runs.path("STOPPED").asInt(0) == 0 ? 0 : 1;
  }

  private PrintStream err() {
    return program.terminal().err();
  }

  private JsonNode ask(boolean dry) {
    return client.post(
        "/api/workflows/%s/backfill".formatted(Client.encoded(workflow)),
        body.deepCopy().put("dry_run", dry));
  }

  private void show(JsonNode plan) {
    PrintStream out = program.terminal().out();
    JsonNode intervals = plan.path("intervals");
    var table = new Table("FROM", "TO", "RUN", "TO DO");
    int rows = 0;
    for (JsonNode one : intervals) {
      if (rows++ < MOST_SHOWN) {
        table.add(
            Looks.text(one.path("start")),
            Looks.text(one.path("end")),
            one.path("state").isNull()
                ? "-"
                : one.path("state").asString("").toLowerCase(Locale.ROOT),
            switch (one.path("step").asString("")) {
              case "make" -> "make";
              case "repeat" -> "run again";
              default -> "-";
            });
      }
    }
    if (rows > 0) {
      table.lines("").forEach(out::println);
    }
    if (rows > MOST_SHOWN) {
      out.println("… and %,d more".formatted(rows - MOST_SHOWN));
    }
    out.println(
        "%,d intervals: %,d runs to make, %,d to run again"
            .formatted(rows, plan.path("make").asInt(), plan.path("repeat").asInt()));
    out.flush();
  }

  private boolean confirmed(JsonNode plan) {
    if (!program.environment().stdinIsTerminal()) {
      throw new UsageException("Give -y to do that without being asked.", false);
    }
    err()
        .print(
            "Make %,d runs and run %,d again? [y/N] "
                .formatted(plan.path("make").asInt(), plan.path("repeat").asInt()));
    err().flush();
    var in =
        new BufferedReader(new InputStreamReader(program.terminal().in(), StandardCharsets.UTF_8));
    try {
      @Nullable String typed = in.readLine();
      return typed != null && typed.strip().toLowerCase(Locale.ROOT).startsWith("y");
    } catch (IOException e) {
      return false;
    }
  }

  /// How many have not ended.
  private static int open(JsonNode answer) {
    JsonNode runs = answer.path("runs");
    int goingOn = 0;
    for (String state : List.of("QUEUED", "RUNNING", "STOPPING")) {
      goingOn += runs.path(state).asInt(0);
    }
    return goingOn + answer.path("make").asInt() + answer.path("repeat").asInt();
  }

  private void follow(JsonNode answer) {
    int all = answer.path("make").asInt() + answer.path("repeat").asInt();
    List<String> states = new ArrayList<>();
    for (var one : answer.path("runs").properties()) {
      all += one.getValue().asInt();
      states.add(one.getValue().asInt() + " " + one.getKey().toLowerCase(Locale.ROOT));
    }
    int done = all - open(answer);
    int filled = all == 0 ? BAR : BAR * done / all;
    String line =
        "%s: [%s%s] %d/%d%s"
            .formatted(
                workflow,
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                done,
                all,
                states.isEmpty() ? "" : "  " + String.join(", ", states));
    if (live) {
      err().print(CLEAR + line);
    } else if (!line.equals(shown)) {
      err().println(line);
    }
    err().flush();
    shown = line;
  }
}
