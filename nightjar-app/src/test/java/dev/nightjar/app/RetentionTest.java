package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.config.ServerConfig;
import dev.nightjar.config.ServerConfig.Retention.Keep;
import dev.nightjar.run.Event;
import dev.nightjar.run.Ids;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Database;
import dev.nightjar.store.EventStore;
import dev.nightjar.store.HistoryStore;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.store.WorkflowVersions;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Keep ALL = new Keep(null, null);

  @TempDir private Path folder;
  private final WorkflowStore workflows = new WorkflowStore();
  private Path artifacts;
  private Database database;

  @BeforeEach
  void open() throws IOException {
    artifacts = Files.createDirectory(folder.resolve("artifacts"));
    database = Database.open(Database.sqliteUrl(folder.resolve("db")), null, null, 2);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Retention retention(Keep all, Map<String, Keep> definitions) {
    return new Retention(database, artifacts, new ServerConfig.Retention(all, definitions), CLOCK);
  }

  private static Instant daysAgo(long days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private static Workflow workflow(String name) {
    var work =
        new NotebookWork(
            "a.ipynb", null, Map.of(), false, List.of(), "{{input_filename}}", false, null);
    var task =
        new Task(
            "notebook",
            work,
            List.of(),
            TriggerRule.ALL_SUCCESS,
            Retry.NONE,
            Limits.NONE,
            Placement.LOCAL);
    return new Workflow(name, List.of(), Map.of(), List.of(task), List.of());
  }

  private StoredWorkflow define(String name, Instant created) {
    var stored =
        new StoredWorkflow(
            Ids.next(CLOCK),
            Ids.next(CLOCK),
            1,
            workflow(name),
            "snapshots/" + Ids.next(CLOCK),
            new StoredWorkflow.Timing(false, null, null),
            new StoredWorkflow.Origin(created, created, "ada"));
    database.change(transaction -> workflows.insert(transaction, stored));
    return stored;
  }

  private StoredWorkflow change(StoredWorkflow before, Instant when) {
    var after =
        new StoredWorkflow(
            before.id(),
            Ids.next(CLOCK),
            before.number() + 1,
            workflow("changed"),
            before.snapshot(),
            before.timing(),
            new StoredWorkflow.Origin(before.origin().created(), when, "ada"));
    database.change(transaction -> workflows.update(transaction, after, when, "CHANGED", "ada"));
    return after;
  }

  /// A run that ended then, of this definition's version, or alone.
  private String run(@Nullable StoredWorkflow of, Instant ended) {
    String id = Ids.next(CLOCK);
    String version = of == null ? Ids.next(CLOCK) : of.version();
    Workflow workflow = of == null ? workflow("alone") : of.workflow();
    database.change(
        transaction -> {
          if (of == null) {
            workflows.insertJob(transaction, version, workflow, "snapshots/" + id, ended);
          }
          new HistoryStore()
              .insert(
                  transaction,
                  new NewRun(
                      id,
                      of == null ? null : of.id(),
                      version,
                      workflow,
                      Map.of(),
                      new Run.Cause(Run.Trigger.MANUAL, ended, null, "ada"),
                      false,
                      ended),
                  new HistoryStore.History(
                      RunState.SUCCESS, new Outcome.Succeeded(), ended, ended, List.of()),
                  "a test");
        });
    return id;
  }

  private List<String> left() {
    return database
        .read(transaction -> new RunLists().newest(transaction, RunFilter.ALL, null, 100))
        .stream()
        .map(Run::id)
        .sorted()
        .toList();
  }

  private List<Event> events(String run) {
    return database.read(transaction -> new EventStore().ofRun(transaction, run, 9));
  }

  private static Path old(Path made) throws IOException {
    return Files.setLastModifiedTime(made, FileTime.from(daysAgo(2)));
  }

  @Test
  void a_count_is_for_each_definition_and_not_for_jobs_alone() {
    StoredWorkflow one = define("one", daysAgo(9));
    StoredWorkflow two = define("two", daysAgo(9));
    String oldest = run(one, daysAgo(5));
    String older = run(one, daysAgo(4));
    String kept = run(one, daysAgo(3));
    String other = run(two, daysAgo(8));
    String alone = run(null, daysAgo(8));

    Retention.Deleted deleted = retention(new Keep(null, 1), Map.of()).apply();

    assertThat(deleted.runs()).containsExactlyInAnyOrder(oldest, older);
    assertThat(left()).containsExactly(kept, other, alone);
  }

  @Test
  void a_definitions_own_rule_is_in_place_of_the_one_for_all() {
    StoredWorkflow hourly = define("Hourly", daysAgo(99));
    StoredWorkflow other = define("Other", daysAgo(99));
    String first = run(hourly, daysAgo(90));
    String second = run(hourly, daysAgo(80));
    String third = run(hourly, daysAgo(1));
    String gone = run(other, daysAgo(40));
    String young = run(other, daysAgo(20));
    String alone = run(null, daysAgo(40));
    var rules =
        Map.of("Hourly", new Keep(null, 2), "No such definition", new Keep(Duration.ZERO, null));

    Retention.Deleted deleted = retention(new Keep(Duration.ofDays(30), null), rules).apply();

    assertThat(deleted.runs()).containsExactlyInAnyOrder(first, gone, alone);
    assertThat(left()).containsExactly(second, third, young);
  }

  @Test
  void a_definitions_own_age_is_shorter_or_longer_than_the_one_for_all() {
    StoredWorkflow audit = define("Audit", daysAgo(999));
    StoredWorkflow noise = define("Noise", daysAgo(999));
    String kept = run(audit, daysAgo(300));
    run(audit, daysAgo(400));
    run(noise, daysAgo(2));
    String young = run(noise, NOW.minusSeconds(60));
    var rules =
        Map.of(
            "Audit",
            new Keep(Duration.ofDays(365), null),
            "Noise",
            new Keep(Duration.ofDays(1), null));

    retention(new Keep(Duration.ofDays(30), null), rules).apply();

    assertThat(left()).containsExactly(kept, young);
  }

  @Test
  void events_go_with_age_but_for_those_of_runs_that_stay() {
    StoredWorkflow one = define("one", daysAgo(99));
    String kept = run(one, daysAgo(50));
    String gone = run(one, daysAgo(60));
    var rules = Map.of("one", new Keep(null, 1));

    assertThat(retention(ALL, rules).apply().events()).isZero();
    Retention.Deleted deleted = retention(new Keep(Duration.ofDays(30), null), rules).apply();

    // The definition's CREATED and the first run's two; its DELETED is young.
    assertThat(deleted.events()).isEqualTo(3);
    assertThat(events(kept)).hasSize(2);
    assertThat(events(gone)).extracting(Event::to).containsExactly("DELETED");
  }

  @Test
  void versions_that_no_run_needs_go_and_the_current_one_stays() {
    StoredWorkflow first = define("one", daysAgo(90));
    run(first, daysAgo(1));
    StoredWorkflow unused = change(first, daysAgo(80));
    StoredWorkflow young = change(unused, daysAgo(2));
    StoredWorkflow current = change(young, daysAgo(1));
    var month = retention(new Keep(Duration.ofDays(30), null), Map.of());

    assertThat(retention(ALL, Map.of()).due().versions()).isZero();
    assertThat(month.due().versions()).isEqualTo(1);
    assertThat(month.apply().versions()).isEqualTo(1);

    List<WorkflowVersions.Version> left =
        database.read(transaction -> new WorkflowVersions().of(transaction, first.id(), 9));
    assertThat(left)
        .extracting(WorkflowVersions.Version::id)
        .containsExactly(current.version(), young.version(), first.version());
  }

  @Test
  void folders_that_nothing_refers_to_go_when_they_are_a_day_old() throws IOException {
    String known = run(null, daysAgo(3));
    Path kept = old(Files.createDirectories(folder(known)));
    Path orphan = Files.createDirectories(folder(Ids.next(CLOCK)));
    Files.writeString(orphan.resolve("file"), "x");
    old(orphan);
    Path young = Files.createDirectories(folder(Ids.next(CLOCK)));
    Files.setLastModifiedTime(young, FileTime.from(NOW));
    Path upload = old(Files.createDirectories(artifacts.resolve(".upload-1")));
    Path snapshot = old(Files.createDirectories(artifacts.resolve("snapshots/left")));

    Retention.Deleted due = retention(ALL, Map.of()).due();
    assertThat(due.folders()).containsExactlyInAnyOrder(upload, orphan);
    assertThat(due.snapshots()).containsExactly(snapshot);
    assertThat(orphan).exists();
    assertThat(retention(ALL, Map.of()).apply()).isEqualTo(due);

    assertThat(List.of(kept, young)).allMatch(Files::exists);
    assertThat(List.of(orphan, upload, snapshot)).noneMatch(Files::exists);
  }

  private Path folder(String run) {
    return artifacts.resolve(TaskRunKey.folderOfRun(run));
  }

  @Test
  void folders_of_runs_stay_when_the_database_has_none() throws IOException {
    Path orphan = old(Files.createDirectories(folder(Ids.next(CLOCK))));

    assertThat(retention(ALL, Map.of()).apply().folders()).isEmpty();
    assertThat(orphan).exists();
  }
}
