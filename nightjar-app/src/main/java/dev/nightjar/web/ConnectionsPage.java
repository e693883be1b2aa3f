package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.store.ConnectionStore;
import dev.nightjar.store.ConnectionStore.Connection;
import dev.nightjar.store.ConnectionStore.Target;
import dev.nightjar.store.Database;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/connections`. Passwords and extra go in, and are never shown.
record ConnectionsPage(Database database, ConnectionStore connections) {
  private static final String ADDRESS = "/connections";
  private static final List<String> COLUMNS = List.of("Name", "Type", "Where", "Login", "For");
  private static final int HIGHEST_PORT = 65_535;

  Page show(Visit visit) {
    List<Html> rows =
        database.<List<Connection>>read(connections::list).stream()
            .map(one -> row(visit, one))
            .toList();
    return Shared.page(
        ADDRESS,
        "How tasks reach other systems. Passwords and extra are encrypted, and never shown.",
        COLUMNS,
        rows,
        Shared.form(
            visit,
            ADDRESS,
            Html.of(
                "{}{}{}{}{}{}{}{}{}",
                Shared.input("name", "Name", Html.of(" required")),
                Shared.input("type", "Type", Html.of(" required placeholder=\"postgres\"")),
                Shared.input("host", "Host", Html.NONE),
                Shared.input("port", "Port", Html.of(" inputmode=\"numeric\"")),
                Shared.input("schema", "Schema", Html.NONE),
                Shared.input("login", "Login", Html.NONE),
                Shared.input(
                    "password", "Password (empty: as it is)", Html.of(" type=\"password\"")),
                Html.of(
                    "<label>Extra, as JSON (empty: as it is)<textarea name=\"extra\" rows=\"2\" spellcheck=\"false\"></textarea></label>"),
                Shared.input("description", "What it is for", Html.NONE))));
  }

  private static Html row(Visit visit, Connection connection) {
    Target target = connection.target();
    String login = target.login() == null ? "" : target.login();
    return Shared.row(
        visit,
        ADDRESS,
        COLUMNS,
        Arrays.asList(
            connection.name(),
            connection.kind(),
            where(target),
            login + (target.password() == null ? "" : ", with a password"),
            connection.description()));
  }

  private static String where(Target target) {
    String host = target.host() == null ? "" : target.host();
    String port = target.port() == null ? "" : ":" + target.port();
    String schema =
        target.schema() == null || target.schema().isEmpty() ? "" : "/" + target.schema();
    return host + port + schema;
  }

  void change(Visit visit) {
    String name = Shared.name(visit);
    Shared.act(
        visit,
        ADDRESS,
        () -> put(visit, name),
        () -> database.change(transaction -> connections.remove(transaction, name)));
  }

  private void put(Visit visit, String name) {
    String kind = Shared.text(visit, "type");
    if (kind == null) {
      throw HttpProblem.bad("Go back and give a type, such as postgres.");
    }
    Target before =
        database
            .read(transaction -> connections.find(transaction, name))
            .map(Connection::target)
            .orElse(new Target(null, null, null, null, null, null));
    String password = visit.field("password");
    String extra = extra(Shared.text(visit, "extra"));
    var connection =
        new Connection(
            name,
            kind,
            Shared.text(visit, "description"),
            new Target(
                Shared.text(visit, "host"),
                Shared.whole(visit, "port", HIGHEST_PORT),
                Shared.text(visit, "schema"),
                Shared.text(visit, "login"),
                password.isEmpty() ? before.password() : password,
                extra == null ? before.extra() : extra));
    database.change(transaction -> connections.put(transaction, connection));
  }

  private static @Nullable String extra(@Nullable String text) {
    try {
      if (text != null && !Json.parse(text).isObject()) {
        throw HttpProblem.bad("Extra is no JSON object: go back and write {\"name\": \"value\"}.");
      }
      return text;
    } catch (JsonException e) {
      throw HttpProblem.bad("Extra is no JSON: %s.".formatted(e.getMessage()));
    }
  }
}
