package dev.nightjar.app;

import dev.nightjar.cli.Program;
import dev.nightjar.cli.ServerWork;
import dev.nightjar.json.Json;
import dev.nightjar.store.Database;
import dev.nightjar.store.TokenStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/// `nightjar tokens`: on the database, since whoever may write to it needs no token.
final class TokenWork {
  private static final int TOKEN_BYTES = 24;
  private static final TokenStore TOKENS = new TokenStore();

  private TokenWork() {}

  static int create(Program program, ServerWork.CreateToken create) throws IOException {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String token = "nj_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Instant now = program.clock().instant();
    try (Database database = Databases.open(create.config())) {
      database.change(
          transaction ->
              TOKENS.insert(
                  transaction,
                  new TokenStore.Token(
                      TokenStore.hash(token),
                      create.name(),
                      create.role().toUpperCase(Locale.ROOT),
                      now,
                      "command line",
                      null,
                      create.valid() == null ? null : now.plus(create.valid()))));
    }
    program.terminal().out().println(token);
    return 0;
  }

  static int list(Program program, ServerWork.ListTokens list) throws IOException {
    PrintStream out = program.terminal().out();
    try (Database database = Databases.open(list.config())) {
      List<TokenStore.Token> tokens = database.read(TOKENS::list);
      if (list.json()) {
        ArrayNode all = Json.array();
        tokens.forEach(
            token ->
                all.addObject()
                    .put("name", token.name())
                    .put("role", token.role().toLowerCase(Locale.ROOT))
                    .put("created", token.created().toString())
                    .put("created_by", token.by())
                    .put("used", text(token.used(), null))
                    .put("expires", text(token.expires(), null)));
        out.println(new String(Json.compact(all), StandardCharsets.UTF_8));
        return 0;
      }
      out.println("%-24s %-9s %-21s %-21s %s".formatted("NAME", "ROLE", "MADE", "USED", "EXPIRES"));
      for (TokenStore.Token token : tokens) {
        out.println(
            "%-24s %-9s %-21s %-21s %s"
                .formatted(
                    token.name(),
                    token.role().toLowerCase(Locale.ROOT),
                    text(token.created(), "-"),
                    text(token.used(), "-"),
                    text(token.expires(), "never")));
      }
    }
    return 0;
  }

  private static @Nullable String text(@Nullable Instant time, @Nullable String otherwise) {
    return time == null
        ? otherwise
        : time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
  }

  static int revoke(Program program, ServerWork.RevokeToken revoke) throws IOException {
    try (Database database = Databases.open(revoke.config())) {
      if (database.write(transaction -> TOKENS.delete(transaction, revoke.name()))) {
        return 0;
      }
    }
    program
        .terminal()
        .err()
        .println(
            "nightjar: there is no token named '%s': see `nightjar tokens list`"
                .formatted(revoke.name()));
    return 1;
  }
}
