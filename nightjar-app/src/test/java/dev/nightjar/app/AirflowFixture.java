package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server with DAGs, and what its answers are compared by.
abstract class AirflowFixture {
  @TempDir Path folder;

  DagServer server;

  @BeforeEach
  void start() {
    server = new DagServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// The values of both must be the same, but for fields that are named.
  static void requireSame(JsonNode answer, JsonNode recorded, Set<String> but) {
    assertThat(new TreeSet<>(answer.propertyNames()))
        .isEqualTo(new TreeSet<>(recorded.propertyNames()));
    for (String name : recorded.propertyNames()) {
      if (!but.contains(name)) {
        assertThat(answer.path(name)).as(name).isEqualTo(recorded.path(name));
      }
    }
  }

  /// Both must have the same fields, of the same types where both have some.
  static void requireShape(JsonNode answer, JsonNode recorded) {
    assertThat(new TreeSet<>(answer.propertyNames()))
        .isEqualTo(new TreeSet<>(recorded.propertyNames()));
    for (String name : recorded.propertyNames()) {
      JsonNode one = answer.path(name);
      if (!one.isNull() && !recorded.path(name).isNull()) {
        assertThat(one.getNodeType()).as(name).isEqualTo(recorded.path(name).getNodeType());
      }
    }
  }

  /// The answer must be this problem.
  final void problem(
      String method,
      String path,
      @Nullable String body,
      int status,
      String title,
      @Nullable String detail) {
    ApiServer.Answer answer = server.http().send(method, DagServer.API + path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.path("title").stringValue()).isEqualTo(title);
    assertThat(problem.path("status").intValue()).isEqualTo(status);
    assertThat(problem.path("detail").stringValue(null)).isEqualTo(detail);
    assertThat(problem.path("type").stringValue())
        .startsWith(
            "https://airflow.apache.org/docs/apache-airflow/2.9.3/stable-rest-api-ref.html#section/Errors/");
  }

  static List<String> ids(JsonNode items, String name) {
    List<String> ids = new ArrayList<>();
    items.forEach(item -> ids.add(item.path(name).stringValue()));
    return ids;
  }
}
