package dev.nightjar.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Access tokens, of which only hashes are kept: they are long random texts, so that SHA-256 of one
/// leads nobody back to it.
public final class TokenStore {
  /// A token.
  ///
  /// @param hash what [#hash] makes of it
  /// @param name who or what has it
  /// @param role what it may
  /// @param by who made it
  /// @param used when it was used last, to about a minute; null for never
  /// @param expires null for never
  public record Token(
      String hash,
      String name,
      String role,
      Instant created,
      String by,
      @Nullable Instant used,
      @Nullable Instant expires) {}

  /// The SHA-256 of a token, in hexadecimal.
  public static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Adds a token.
  ///
  /// @throws StoreException if there is one of that name
  public void insert(Transaction transaction, Token token) {
    if (list(transaction).stream().anyMatch(one -> one.name().equals(token.name()))) {
      throw new StoreException(
          "there is a token named '%s': revoke it, or give another name".formatted(token.name()),
          null);
    }
    transaction
        .handle()
        .createUpdate(
            """
            INSERT INTO access_token (hash, name, role, created_at, created_by, expires_at)
            VALUES (:hash, :name, :role, :created, :by, :expires)
            """)
        .bind("hash", token.hash())
        .bind("name", token.name())
        .bind("role", token.role())
        .bind("created", token.created().toEpochMilli())
        .bind("by", token.by())
        .bind("expires", Rows.millis(token.expires()))
        .execute();
  }

  /// The token with that hash.
  public Optional<Token> find(Transaction transaction, String hash) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM access_token WHERE hash = :hash")
        .bind("hash", hash)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// All, by name.
  public List<Token> list(Transaction transaction) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM access_token ORDER BY name")
        .map((row, _) -> read(row))
        .list();
  }

  /// Records that a token was used.
  public void used(Transaction transaction, String hash, Instant now) {
    transaction
        .handle()
        .execute("UPDATE access_token SET used_at = ? WHERE hash = ?", now.toEpochMilli(), hash);
  }

  /// Makes the token of that name worthless; false if there is none.
  public boolean delete(Transaction transaction, String name) {
    return transaction.handle().execute("DELETE FROM access_token WHERE name = ?", name) > 0;
  }

  private static Token read(ResultSet row) throws SQLException {
    return new Token(
        row.getString("hash"),
        row.getString("name"),
        row.getString("role"),
        Rows.time(row, "created_at"),
        row.getString("created_by"),
        Rows.timeOrNull(row, "used_at"),
        Rows.timeOrNull(row, "expires_at"));
  }
}
