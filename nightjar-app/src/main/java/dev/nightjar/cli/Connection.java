package dev.nightjar.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The options that say which server a command talks to, and how it shows what that says.
final class Connection {
  private final Option<String> server;
  private final Option<String> token;
  private final Option<String> profile;
  private final @Nullable Option<Boolean> json;
  private final Program program;

  Connection(Options options, Program program) {
    this(options, program, true);
  }

  /// @param scripts whether there is `--json`
  Connection(Options options, Program program, boolean scripts) {
    this.program = program;
    server =
        options.text(
            "--server URL", "The server (default: NIGHTJAR_SERVER, or http://127.0.0.1:8822).");
    token = options.text("--token TEXT", "What lets in there (default: NIGHTJAR_TOKEN).");
    profile =
        options.text(
            "--profile NAME",
            "Take both from this profile of ~/.config/nightjar/config.yaml (default:"
                + " NIGHTJAR_PROFILE).");
    json = scripts ? options.flag("--json", "Print JSON, as the server's /api has it.") : null;
  }

  /// Does something with the server.
  ///
  /// @return its exit status
  int with(ToIntFunction<Client> work) {
    ServerAddress address =
        ServerAddress.find(
            server.orNull(),
            token.orNull(),
            profile.orNull(),
            program.environment().variables(),
            program.environment().directory());
    try (var client = new Client(address)) {
      return work.applyAsInt(client);
    }
  }

  /// Asks the server something, and shows what it says.
  ///
  /// @param people shows it to people; scripts get it as it is
  /// @return the exit status
  int show(Function<Client, JsonNode> question, Consumer<JsonNode> people) {
    return with(
        client -> {
          tell(question.apply(client), people);
          return 0;
        });
  }

  /// Shows what the server said.
  ///
  /// @param people shows it to people; scripts get it as it is
  void tell(JsonNode answer, Consumer<JsonNode> people) {
    if (isForScripts()) {
      print(answer);
    } else {
      people.accept(answer);
    }
  }

  /// Whether scripts read what is printed.
  boolean isForScripts() {
    return json != null && json.isGiven();
  }

  void print(JsonNode document) {
    program.printJson(document);
  }

  void print(Table table) {
    table.lines("").forEach(out()::println);
  }

  PrintStream out() {
    return program.terminal().out();
  }

  PrintStream err() {
    return program.terminal().err();
  }

  Program program() {
    return program;
  }

  /// How states and times look here.
  Looks looks() {
    var environment = program.environment();
    boolean colours =
        environment.stdoutIsTerminal()
            && environment.variables().getOrDefault("NO_COLOR", "").isEmpty();
    return new Looks(colours, now());
  }

  Instant now() {
    return program.clock().instant();
  }
}
