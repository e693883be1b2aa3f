package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.http.ConnectionTrial;
import dev.nightjar.http.ConnectionUri;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.store.ConnectionStore.Connection;
import dev.nightjar.store.ConnectionStore.Target;
import dev.nightjar.store.PoolUses;
import dev.nightjar.store.VariableStore.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Commands of Airflow 1.10 that are about variables, connections and pools.
final class OldSettings {
  private static final int SHOWN = 30;

  private final VariableApi variables;
  private final ConnectionApi connections;
  private final PoolApi pools;
  private final AirflowServices services;

  OldSettings(AirflowServices services) {
    this.services = services;
    this.variables = new VariableApi(services);
    this.connections = new ConnectionApi(services);
    this.pools = new PoolApi(services);
  }

  private static @Nullable String text(Map<String, String> given, String name) {
    String text = given.get(name);
    return text == null || text.isEmpty() ? null : text;
  }

  Said variables(Map<String, String> given) {
    String set = text(given, "set");
    String get = text(given, "get");
    String delete = text(given, "delete");
    if (set != null) {
      int blank = set.indexOf(' ');
      String key = blank < 0 ? set : set.substring(0, blank);
      if (key.isEmpty() || !Given.isStorable(key)) {
        return Said.failed("'%s' is no name of a variable\n".formatted(key));
      }
      variables.put(new Variable(key, blank < 0 ? "" : set.substring(blank + 1), null));
      return Said.out("");
    }
    if (get != null) {
      Optional<String> value = variables.find(get).map(Variable::value);
      String otherwise = given.get("default");
      return value.isPresent() || otherwise != null
          ? Said.out(value.orElse(String.valueOf(otherwise)) + "\n")
          : Said.failed("'Variable %s does not exist'\n".formatted(get));
    }
    if (delete != null) {
      variables.remove(delete);
      return Said.out("");
    }
    if (given.containsKey("import") || given.containsKey("export")) {
      return Said.failed("Files are not read or written here: use 'nightjar airflow variables'.\n");
    }
    return Said.out(
        services.database().<List<Variable>>read(services.variables()::list).stream()
            .map(Variable::name)
            .collect(Collectors.joining("\n", "", "\n")));
  }

  Said connections(Map<String, String> given) {
    String name = text(given, "conn_id");
    if (given.containsKey("list")) {
      return Said.out(list());
    }
    if (name == null || !Given.isStorable(name)) {
      return Said.failed("The following args are required: conn_id\n");
    }
    if (given.containsKey("test")) {
      return test(name);
    }
    if (given.containsKey("delete")) {
      return connections.remove(name)
          ? Said.out("\n\tSuccessfully deleted `conn_id`=%s\n\n".formatted(name))
          : Said.out("\n\tDid not find a connection with `conn_id`=%s\n\n".formatted(name));
    }
    if (!given.containsKey("add")) {
      return Said.failed("One of --list, --add and --delete is needed\n");
    }
    if (connections.find(name).isPresent()) {
      return Said.out("\n\tA connection with `conn_id`=%s already exists\n\n".formatted(name));
    }
    String uri = text(given, "conn_uri");
    Connection made = uri == null ? of(name, given) : ConnectionUri.parse(name, uri);
    if (made == null) {
      return Said.failed("The following args are required: conn_uri or conn_type\n");
    }
    connections.put(made);
    return Said.out(
        "\n\tSuccessfully added `conn_id`=%s : %s\n\n".formatted(name, ConnectionUri.shown(made)));
  }

  /// Tries whether a connection leads somewhere, with the words of 2.x.
  private Said test(String name) {
    try {
      ConnectionTrial.Tried tried = services.connectionTrial().attempt(name);
      String out = "Retrieving connection: '%s'\n\nTesting...\n".formatted(name);
      return tried.succeeded()
          ? Said.out(out + "\nConnection success!\n\n")
          : new Said(out, "\nConnection failed!\n%s\n\n".formatted(tried.message()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AirflowProblem(503, "Unavailable", "The server ends.");
    }
  }

  private static @Nullable Connection of(String name, Map<String, String> given) {
    String kind = text(given, "conn_type");
    String port = text(given, "conn_port");
    if (kind == null || port != null && !port.matches("\\d{1,5}")) {
      return null;
    }
    return new Connection(
        name,
        kind,
        null,
        new Target(
            text(given, "conn_host"),
            port == null ? null : Integer.valueOf(port),
            text(given, "conn_schema"),
            text(given, "conn_login"),
            text(given, "conn_password"),
            text(given, "conn_extra")));
  }

  private String list() {
    List<List<String>> rows = new ArrayList<>();
    for (Connection one : connections.all()) {
      Target to = one.target();
      rows.add(
          List.of(
              shown(one.name()),
              shown(one.kind()),
              shown(to.host()),
              to.port() == null ? "None" : to.port().toString(),
              "True",
              "True",
              shown(to.extra())));
    }
    return FancyGrid.of(
        List.of(
            "Conn Id", "Conn Type", "Host", "Port", "Is Encrypted", "Is Extra Encrypted", "Extra"),
        rows);
  }

  private static String shown(@Nullable String text) {
    if (text == null) {
      return "None";
    }
    return ParameterValue.of(text.length() > SHOWN ? text.substring(0, SHOWN - 3) + "..." : text)
        .repr();
  }

  /// The few of Airflow's settings that have a value here.
  Said setting(Map<String, String> given) {
    String section = given.getOrDefault("section", "");
    String option = given.getOrDefault("option", "");
    String value =
        switch (section + "/" + option) {
          case "core/dags_folder" ->
              services.folder() == null ? null : services.folder().toString();
          case "core/executor" -> "LocalExecutor";
          case "core/default_timezone" -> "utc";
          case "core/load_examples" -> "False";
          default -> null;
        };
    return value == null
        ? Said.failed("The option [%s/%s] is not found in config.\n".formatted(section, option))
        : Said.out(value + "\n");
  }

  Said pool(Map<String, String> given) {
    String set = text(given, "set");
    String get = text(given, "get");
    String delete = text(given, "delete");
    if (set != null) {
      String[] parts = set.split(" ", 3);
      if (parts.length < 2 || !parts[1].matches("\\d{1,9}") || !Given.isStorable(parts[0])) {
        return Said.failed("'%s' is not a pool: give NAME SLOTS DESCRIPTION\n".formatted(set));
      }
      pools.put(parts[0], Integer.parseInt(parts[1]), parts.length < 3 ? null : parts[2]);
    } else if (delete != null
        && (delete.equals("default_pool") || !Given.isStorable(delete) || !pools.remove(delete))) {
      return Said.failed("Pool '%s' doesn't exist\n".formatted(delete));
    }
    String one = set != null ? set.split(" ", 2)[0] : get;
    List<PoolUses.Use> shown =
        pools.all().stream().filter(pool -> one == null || pool.name().equals(one)).toList();
    if (shown.isEmpty()) {
      return Said.failed("Pool '%s' doesn't exist\n".formatted(one));
    }
    return Said.out(
        FancyGrid.of(
            List.of("Pool", "Slots", "Description"),
            shown.stream()
                .map(
                    pool ->
                        List.of(
                            pool.name(),
                            Integer.toString(pool.slots()),
                            pool.description() == null ? "" : pool.description()))
                .toList()));
  }
}
