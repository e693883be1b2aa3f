package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Requests;
import dev.nightjar.json.Json;
import dev.nightjar.scheduler.Made;
import dev.nightjar.store.Database;
import dev.nightjar.store.RequestStore;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.Transaction;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Lets a request with an `Idempotency-Key` have its effect once: repeated, it gets the answer that
/// it got first, for a day. After `draft-ietf-httpapi-idempotency-key-header`: another body under
/// the same key is refused (422), as is a request whose first one is still being answered (409).
///
/// What makes jobs and definitions stores its answer in the same transaction: there is no moment at
/// which a server could die and leave the one without the other.
final class Idempotency {
  private static final String REQUEST = "nightjar.request";
  private static final int LONGEST = 200;
  private static final Duration KEPT = Duration.ofDays(1);

  /// A request that was not answered for so long never will be: its server died.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Database database;
  private final Clock clock;
  private final RequestStore requests = new RequestStore();

  Idempotency(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// The handler, called once for each key.
  ///
  /// @param most bytes of a body
  Handler once(int most, Handler handler) {
    return request -> {
      String key = request.header("Idempotency-Key");
      if (key == null) {
        handler.handle(request);
        return;
      }
      if (Texts.fault(key, LONGEST) != null) {
        throw HttpProblem.bad(
            "Idempotency-Key must have 1 to %d characters, none of them a control character."
                .formatted(LONGEST));
      }
      String body = hash(Bytes.of(request, most));
      String name =
          String.join("\n", request.method().name(), request.path(), key, Requests.who(request));
      String id = hash(name.getBytes(StandardCharsets.UTF_8));
      if (isNew(request, id, body)) {
        handle(request, handler, id);
      }
    };
  }

  /// What answers a request by what it makes, for good: there is an answer if, and only if, it was
  /// made.
  ///
  /// @param answer of the status 201
  Made answer(Context request, BiFunction<Transaction, String, ObjectNode> answer) {
    String id = request.attribute(REQUEST);
    return id == null
        ? Made.NOTHING_ELSE
        : (transaction, made) ->
            requests.answer(
                transaction,
                id,
                201,
                new String(Json.compact(answer.apply(transaction, made)), StandardCharsets.UTF_8));
  }

  private void handle(Context request, Handler handler, String id) throws Exception {
    request.attribute(REQUEST, id);
    boolean answered = false;
    try {
      handler.handle(request);
      String answer = request.result();
      int status = request.statusCode();
      database.change(
          transaction -> requests.answer(transaction, id, status, answer == null ? "" : answer));
      answered = true;
    } finally {
      if (!answered) {
        database.change(transaction -> requests.remove(transaction, id));
      }
    }
  }

  private boolean isNew(Context request, String id, String body) {
    Instant now = clock.instant();
    database.change(transaction -> requests.deleteBefore(transaction, now.minus(KEPT)));
    RequestStore.Known known = insertOrFind(id, body, now);
    if (known == null) {
      return true;
    }
    if (!known.body().equals(body)) {
      throw new HttpProblem(
          422, "Another request came with this Idempotency-Key: use a new key for a new request.");
    }
    if (known.status() == 0) {
      if (known.at().plus(PATIENCE).isBefore(now)) {
        database.change(transaction -> requests.remove(transaction, id));
        return isNew(request, id, body);
      }
      throw new HttpProblem(
          409, "The first request with this Idempotency-Key is being answered: try again later.");
    }
    request.status(known.status()).header("Idempotent-Replay", "true");
    String answer = known.answer();
    if (answer != null && !answer.isEmpty()) {
      request.contentType("application/json").result(answer);
    }
    return false;
  }

  private RequestStore.@Nullable Known insertOrFind(String id, String body, Instant now) {
    try {
      database.change(transaction -> requests.insert(transaction, id, body, now));
      return null;
    } catch (StoreException.Duplicate there) {
      Optional<RequestStore.Known> known =
          database.read(transaction -> requests.find(transaction, id));
      return known.orElseThrow(
          () -> new HttpProblem(409, "The first request failed just now: try again."));
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
