package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// `nightjar connections add`.
final class ConnectionsAddCommand implements Command {
  private final Options options =
      new Options(
          "Makes a connection, or changes it: by a URI, or by its parts. With - for the URI or the"
              + " password that is read from standard input, and stands in no list of processes.",
          """
          Examples:
            nightjar connections add sales --uri - < uri.txt
            nightjar connections add sales --type mysql --host db --login me --password -
          """);
  private final Positionals given = options.positionals("NAME");
  private final Option<String> uri =
      options.text("--uri URI", "Such as postgres://login:password@host:5432/schema, or -.");
  private final Option<String> type =
      options.text("--type TYPE", "What it leads to, such as postgres.");
  private final Option<String> host = options.text("--host NAME", "The machine.");
  private final Option<Integer> port = options.integer("--port N", "The port.");
  private final Option<String> schema = options.text("--schema NAME", "The schema.");
  private final Option<String> login = options.text("--login NAME", "Who logs in.");
  private final Option<String> password =
      options.text("--password TEXT", "The password, or -; one that is there stays.");
  private final Option<String> extra = options.text("--extra JSON", "An object of more.");
  private final Option<String> description = options.text("--description TEXT", "What it is for.");
  private final Connection connection;

  ConnectionsAddCommand(Program program) {
    connection = new Connection(options, program);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    var body = Json.object();
    if (uri.isGiven()) {
      body.put("uri", secret(uri));
    } else {
      body.put("type", type.orNull());
      body.put("host", host.orNull());
      body.put("port", port.orNull());
      body.put("schema", schema.orNull());
      body.put("login", login.orNull());
      if (password.isGiven()) {
        body.put("password", secret(password));
      }
      if (extra.isGiven()) {
        body.set("extra", extra());
      }
    }
    body.put("description", description.orNull());
    return connection.show(
        client ->
            client.sendBody(
                "PUT", "/api/connections/" + Client.encoded(given.first()), body, Map.of()),
        _ -> {});
  }

  private String secret(Option<String> option) {
    return option.or("").equals("-") ? Typed.all(connection.program()) : option.or("");
  }

  private JsonNode extra() {
    try {
      return Json.parse(extra.or(""));
    } catch (JsonException e) {
      throw new UsageException("--extra is no JSON: %s.".formatted(e.getMessage()));
    }
  }
}
