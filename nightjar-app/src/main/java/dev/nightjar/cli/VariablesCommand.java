package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar variables list`, `get`, `set`, `import` and `export`.
final class VariablesCommand implements Command {
  private static final String PATH = "/api/variables";

  private final Options options;
  private final Positionals given;
  private final Connection connection;
  private final Act act;

  private interface Act {
    int apply(VariablesCommand command, Client client);
  }

  private VariablesCommand(Program program, Options options, String form, Act act) {
    this.options = options;
    this.given = options.positionals(form);
    this.connection = new Connection(options, program);
    this.act = act;
  }

  static VariablesCommand list(Program program) {
    return new VariablesCommand(
        program,
        new Options("Lists the variables that tasks read, without their values."),
        "",
        VariablesCommand::list);
  }

  static VariablesCommand get(Program program) {
    return new VariablesCommand(
        program, new Options("Prints the value of a variable."), "NAME", VariablesCommand::get);
  }

  static VariablesCommand set(Program program) {
    var options =
        new Options(
            "Gives a variable a value. With - for the value it is read from standard input, and stands"
                + " in no list of processes.",
            """
            Examples:
              nightjar variables set region EMEA --description "where we sell"
              nightjar variables set api-key - < key.txt
            """);
    var description = options.text("--description TEXT", "What it is for.");
    return new VariablesCommand(
        program,
        options,
        "NAME VALUE",
        (command, client) -> command.set(client, description.orNull()));
  }

  static VariablesCommand load(Program program) {
    return new VariablesCommand(
        program,
        new Options(
            "Gives variables the values of a JSON file, an object with a value for each name. Values"
                + " that are no texts are stored as JSON."),
        "FILE",
        VariablesCommand::load);
  }

  static VariablesCommand export(Program program) {
    return new VariablesCommand(
        program,
        new Options(
            "Writes all variables with their values to a JSON file that only its owner reads; - is"
                + " standard output."),
        "FILE",
        VariablesCommand::export);
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    ToIntFunction<Client> work = client -> act.apply(this, client);
    return connection.with(work);
  }

  private static String place(String name) {
    return PATH + "/" + Client.encoded(name);
  }

  private int list(Client client) {
    connection.tell(client.get(PATH), this::show);
    return 0;
  }

  private void show(JsonNode answer) {
    var table = new Table("NAME", "DESCRIPTION");
    for (JsonNode one : answer.path("items")) {
      table.add(Looks.text(one.path("name")), Looks.text(one.path("description")));
    }
    connection.print(table);
  }

  private int get(Client client) {
    connection.tell(
        client.get(place(given.first())),
        answer -> connection.out().println(answer.path("value").asString("")));
    return 0;
  }

  private int set(Client client, @Nullable String description) {
    String value = given.given().get(1);
    if (value.equals("-")) {
      value = Typed.all(connection.program());
    }
    put(client, given.first(), value, description);
    return 0;
  }

  private static void put(Client client, String name, String value, @Nullable String description) {
    ObjectNode body = Json.object().put("value", value).put("description", description);
    client.sendBody("PUT", place(name), body, Map.of());
  }

  private int load(Client client) {
    Path file = connection.program().environment().directory().resolve(given.first());
    JsonNode all;
    try {
      all = Json.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new UsageException("There is no file '%s'.".formatted(given.first()), false);
    } catch (IOException | JsonException e) {
      throw new UsageException(
          "%s is no JSON file: %s".formatted(given.first(), e.getMessage()), false);
    }
    if (!all.isObject()) {
      throw new UsageException(
          "%s holds no JSON object: write {\"name\": \"value\"}.".formatted(given.first()), false);
    }
    for (var one : all.properties()) {
      JsonNode value = one.getValue();
      put(
          client,
          one.getKey(),
          value.isString()
              ? value.stringValue()
              : new String(Json.compact(value), StandardCharsets.UTF_8),
          null);
    }
    connection.err().println("%d variables are set".formatted(all.size()));
    return 0;
  }

  private int export(Client client) {
    ObjectNode all = Json.object();
    for (JsonNode one : client.get(PATH).path("items")) {
      String name = one.path("name").asString("");
      all.set(name, client.get(place(name)).path("value"));
    }
    byte[] json = Json.compact(all);
    if (given.first().equals("-")) {
      connection.out().println(new String(json, StandardCharsets.UTF_8));
      return 0;
    }
    try {
      OwnersFile.write(connection.program().environment().directory().resolve(given.first()), json);
    } catch (IOException e) {
      throw new UsageException(
          "%s can't be written: %s".formatted(given.first(), e.getMessage()), false);
    }
    connection.err().println("%d variables are written".formatted(all.size()));
    return 0;
  }
}
