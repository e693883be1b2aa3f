package dev.nightjar.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Connections: how tasks reach other systems. All but name, kind and description is encrypted in
/// the database.
public final class ConnectionStore {
  /// A connection.
  ///
  /// @param kind such as `postgres`
  /// @param description null for none
  public record Connection(String name, String kind, @Nullable String description, Target target) {}

  /// Where it leads, and what lets in there; each null for none.
  ///
  /// @param extra a JSON object as text
  public record Target(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String schema,
      @Nullable String login,
      @Nullable String password,
      @Nullable String extra) {
    @Override
    public String toString() {
      return "Target[host=" + host + "]";
    }
  }

  private final Seal seal;

  public ConnectionStore(Seal seal) {
    this.seal = seal;
  }

  /// Stores a connection in place of the one of that name.
  public void put(Transaction transaction, Connection connection) {
    remove(transaction, connection.name());
    transaction
        .handle()
        .execute(
            "INSERT INTO connection (name, kind, sealed, description) VALUES (?, ?, ?, ?)",
            connection.name(),
            connection.kind(),
            seal.close(what(connection.name()), write(connection.target())),
            connection.description());
  }

  /// Takes a connection away; false if it is not there.
  public boolean remove(Transaction transaction, String name) {
    return 1 == transaction.handle().execute("DELETE FROM connection WHERE name = ?", name);
  }

  /// The connection of that name.
  public Optional<Connection> find(Transaction transaction, String name) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM connection WHERE name = :name")
        .bind("name", name)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// All by name.
  public List<Connection> list(Transaction transaction) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM connection ORDER BY name")
        .map((row, _) -> read(row))
        .list();
  }

  private Connection read(ResultSet row) throws SQLException {
    String name = row.getString("name");
    Map<String, Object> target =
        Documents.parameters(seal.open(what(name), row.getString("sealed")));
    return new Connection(
        name,
        row.getString("kind"),
        row.getString("description"),
        new Target(
            text(target, "host"),
            target.get("port") instanceof Number port ? port.intValue() : null,
            text(target, "schema"),
            text(target, "login"),
            text(target, "password"),
            text(target, "extra")));
  }

  private static String write(Target target) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("host", target.host());
    fields.put("port", target.port());
    fields.put("schema", target.schema());
    fields.put("login", target.login());
    fields.put("password", target.password());
    fields.put("extra", target.extra());
    return Documents.write(fields);
  }

  private static @Nullable String text(Map<String, Object> target, String field) {
    return target.get(field) instanceof String text ? text : null;
  }

  private static String what(String name) {
    return "connection " + name;
  }
}
