package dev.nightjar.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Variables: named texts that tasks read. Their values are encrypted in the database.
public final class VariableStore {
  /// A variable.
  ///
  /// @param description null for none
  public record Variable(String name, String value, @Nullable String description) {
    @Override
    public String toString() {
      return "Variable[name=" + name + "]";
    }
  }

  private final Seal seal;

  public VariableStore(Seal seal) {
    this.seal = seal;
  }

  /// Stores a variable in place of the one of that name.
  public void put(Transaction transaction, Variable variable) {
    remove(transaction, variable.name());
    transaction
        .handle()
        .execute(
            "INSERT INTO variable (name, sealed, description) VALUES (?, ?, ?)",
            variable.name(),
            seal.close(what(variable.name()), variable.value()),
            variable.description());
  }

  /// Takes a variable away; false if it is not there.
  public boolean remove(Transaction transaction, String name) {
    return 1 == transaction.handle().execute("DELETE FROM variable WHERE name = ?", name);
  }

  /// The variable of that name.
  public Optional<Variable> find(Transaction transaction, String name) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM variable WHERE name = :name")
        .bind("name", name)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// All by name.
  public List<Variable> list(Transaction transaction) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM variable ORDER BY name")
        .map((row, _) -> read(row))
        .list();
  }

  private Variable read(ResultSet row) throws SQLException {
    String name = row.getString("name");
    return new Variable(
        name, seal.open(what(name), row.getString("sealed")), row.getString("description"));
  }

  private static String what(String name) {
    return "variable " + name;
  }
}
