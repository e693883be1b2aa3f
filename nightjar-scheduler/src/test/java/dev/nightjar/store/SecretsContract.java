package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Variables and connections, and errors of files.
abstract class SecretsContract extends StoreContract {
  private final Seal seal = new Seal(new byte[32]);
  private final VariableStore variables = new VariableStore(seal);
  private final ConnectionStore connections = new ConnectionStore(seal);
  private final ImportErrorStore errors = new ImportErrorStore();

  SecretsContract(TestDatabase database) {
    super(database);
  }

  private static ConnectionStore.Connection connection(String password) {
    return new ConnectionStore.Connection(
        "db",
        "postgres",
        "The warehouse.",
        new ConnectionStore.Target("h", 5432, "s", "u", password, "{\"a\": 1}"));
  }

  @Test
  void variables_are_kept_and_replaced() {
    var one = new VariableStore.Variable("b", "1 \u2603", null);
    var other = new VariableStore.Variable("a", "", "empty");
    database.change(
        tx -> {
          variables.put(tx, new VariableStore.Variable("b", "0", "old"));
          variables.put(tx, one);
          variables.put(tx, other);
        });
    assertThat(database.<List<VariableStore.Variable>>read(variables::list))
        .containsExactly(other, one);
    assertThat(database.<Optional<VariableStore.Variable>>read(tx -> variables.find(tx, "b")))
        .contains(one);
    assertThat(database.<Boolean>write(tx -> variables.remove(tx, "b"))).isTrue();
    assertThat(database.<Boolean>write(tx -> variables.remove(tx, "b"))).isFalse();
    assertThat(database.<Optional<VariableStore.Variable>>read(tx -> variables.find(tx, "b")))
        .isEmpty();
  }

  @Test
  void connections_are_kept_and_replaced() {
    database.change(tx -> connections.put(tx, connection("old")));
    database.change(tx -> connections.put(tx, connection("new")));
    assertThat(database.<List<ConnectionStore.Connection>>read(connections::list))
        .containsExactly(connection("new"));
    var bare =
        new ConnectionStore.Connection(
            "bare", "http", null, new ConnectionStore.Target(null, null, null, null, null, null));
    database.change(tx -> connections.put(tx, bare));
    assertThat(
            database.<Optional<ConnectionStore.Connection>>read(tx -> connections.find(tx, "bare")))
        .contains(bare);
    assertThat(database.<Boolean>write(tx -> connections.remove(tx, "bare"))).isTrue();
    assertThat(database.<Boolean>write(tx -> connections.remove(tx, "bare"))).isFalse();
  }

  @Test
  void nothing_of_them_is_in_clear_in_the_database_or_in_texts() {
    database.change(tx -> variables.put(tx, new VariableStore.Variable("v", "s3cr3t", null)));
    database.change(tx -> connections.put(tx, connection("s3cr3t")));
    List<String> stored =
        database.read(
            tx ->
                tx.handle()
                    .createQuery("SELECT sealed FROM variable UNION SELECT sealed FROM connection")
                    .mapTo(String.class)
                    .list());
    assertThat(stored).hasSize(2).noneMatch(text -> text.contains("s3cr3t"));
    assertThat(connection("s3cr3t").toString()).doesNotContain("s3cr3t");
    assertThat(new VariableStore.Variable("v", "s3cr3t", null).toString()).doesNotContain("s3cr3t");
  }

  @Test
  void another_key_opens_nothing_and_one_value_can_not_stand_for_another() {
    database.change(tx -> variables.put(tx, new VariableStore.Variable("v", "x", null)));
    byte[] other = new byte[32];
    other[0] = 1;
    var wrong = new VariableStore(new Seal(other));
    assertThatThrownBy(() -> database.read(tx -> wrong.find(tx, "v")))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("variable v can't be read: it was stored with another key.");
    database.change(tx -> tx.handle().execute("UPDATE variable SET name = 'w'"));
    assertThatThrownBy(() -> database.read(tx -> variables.find(tx, "w")))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> new Seal(new byte[3]))
        .hasMessage("a key of 3 bytes can't encrypt: give 16 or 32");
  }

  @Test
  void a_file_has_one_error_until_it_can_be_read() {
    var now = clock.instant();
    database.change(
        tx -> {
          errors.put(tx, new ImportErrorStore.ImportError(0, "a.py", "old", null, null, now));
          errors.put(tx, new ImportErrorStore.ImportError(0, "b.py", "no", "trace", 7, now));
          errors.put(tx, new ImportErrorStore.ImportError(0, "a.py", "new", null, 3, now));
        });
    List<ImportErrorStore.ImportError> all = database.read(errors::list);
    assertThat(all).extracting(ImportErrorStore.ImportError::message).containsExactly("new", "no");
    assertThat(
            database.<Optional<ImportErrorStore.ImportError>>read(
                tx -> errors.find(tx, all.getLast().id())))
        .contains(all.getLast());
    assertThat(all.getLast().line()).isEqualTo(7);
    assertThat(database.<Boolean>write(tx -> errors.remove(tx, "a.py"))).isTrue();
    assertThat(database.<Boolean>write(tx -> errors.remove(tx, "a.py"))).isFalse();
  }
}
