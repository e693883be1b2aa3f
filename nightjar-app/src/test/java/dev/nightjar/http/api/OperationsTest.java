package dev.nightjar.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.files.NotebookRoot;
import dev.nightjar.files.Snapshots;
import dev.nightjar.http.Services;
import dev.nightjar.scheduler.Definitions;
import dev.nightjar.scheduler.EventFeed;
import dev.nightjar.scheduler.Jobs;
import dev.nightjar.scheduler.Lease;
import dev.nightjar.scheduler.Scheduler;
import dev.nightjar.scheduler.Workflows;
import dev.nightjar.store.Database;
import dev.nightjar.store.Seal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Keeps `openapi.json` in step with what is registered.
final class OperationsTest {
  @TempDir private Path folder;

  @Test
  void the_document_has_every_operation_and_its_role_and_no_other() {
    assertThat(documented()).isEqualTo(registered());
  }

  @Test
  void operations_have_names_of_their_own_and_known_tags() {
    JsonNode document = new Documentation().openApi();
    List<String> tags =
        document.path("tags").valueStream().map(tag -> tag.path("name").stringValue()).toList();
    List<JsonNode> operations =
        document.path("paths").valueStream().flatMap(JsonNode::valueStream).toList();

    assertThat(operations)
        .extracting(one -> one.path("operationId").stringValue())
        .doesNotHaveDuplicates();
    assertThat(operations).extracting(one -> one.at("/tags/0").stringValue()).isSubsetOf(tags);
  }

  @Test
  void references_lead_somewhere() {
    JsonNode document = new Documentation().openApi();

    assertThat(document.findValuesAsString("$ref"))
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void the_page_tells_of_every_operation_without_asking_others() {
    String page = new DocumentationPage(new Documentation().openApi()).html();

    assertThat(page).contains("/api/jobs/{id}/rerun").contains("id=\"JobSettings\"");
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("https://cdn")
        .doesNotContain(" src=");
  }

  private static Set<String> documented() {
    return new Documentation()
        .openApi().path("paths").properties().stream()
            .flatMap(
                path ->
                    path.getValue().properties().stream()
                        .map(
                            one ->
                                line(
                                    one.getKey(),
                                    path.getKey(),
                                    one.getValue().path("x-role").asString(""))))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> registered() {
    Clock clock = Clock.systemUTC();
    try (var database = Database.open(Database.sqliteUrl(folder.resolve("db")), null, null, 2);
        var scheduler =
            new Scheduler(
                database,
                new Scheduler.Settings("test", Map.of(), Map.of(), Lease.DEFAULT, List.of()),
                clock);
        var feed = new EventFeed(database, scheduler.eventsBell(), clock)) {
      var services =
          new Services(
              database,
              new Jobs(database, scheduler, clock),
              new Definitions(database, scheduler, clock),
              new NotebookRoot(folder),
              new Snapshots(folder, Snapshots.Bounds.DEFAULT),
              folder,
              List::of,
              clock);
      return new ApiRoutes(
              services, feed, new Workflows(database, scheduler, clock), new Seal(new byte[32]))
          .operations().stream()
              .map(
                  one ->
                      line(
                          one.method().name(),
                          one.path().replace('<', '{').replace('>', '}'),
                          one.role().name()))
              .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String line(String method, String path, String role) {
    return "%s %s %s".formatted(path, method.toUpperCase(Locale.ROOT), role);
  }
}
