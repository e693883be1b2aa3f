package dev.nightjar.alert;

import dev.nightjar.alert.AlertMessage.Failure;
import dev.nightjar.alert.AlertMessage.Page;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.AttemptStore.Left;
import dev.nightjar.store.Database;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.Deadlines.Deadline;
import dev.nightjar.store.FailureMails;
import dev.nightjar.store.RunStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds what alerts say.
final class AlertMessages {
  private static final long LARGEST_PAGE = 2L << 20;
  private static final int LONGEST = 2_500;

  private final Database database;
  private final Path artifacts;
  private final @Nullable URI url;
  private final Clock clock;
  private final RunStore runs = new RunStore();
  private final AttemptStore attempts = new AttemptStore();
  private final Deadlines deadlines = new Deadlines();

  /// @param artifacts the folder of all that runs leave
  /// @param url where people reach the server; null if that is not known
  AlertMessages(Database database, Path artifacts, @Nullable URI url, Clock clock) {
    this.database = database;
    this.artifacts = artifacts;
    this.url = url;
    this.clock = clock;
  }

  private record Found(
      Run run, Map<String, List<Attempt>> attempts, List<Left> left, List<Deadline> late) {}

  /// What an alert says; empty if its run is gone.
  Optional<? extends Message> of(AlertStore.Alert alert) {
    return FailureMails.is(alert) ? mail(alert) : alert(alert);
  }

  /// What tells of an attempt that failed, in the manner of Airflow.
  private Optional<TaskMessage> mail(AlertStore.Alert alert) {
    FailureMails.About about = FailureMails.about(alert);
    return database
        .read(
            transaction ->
                runs.find(transaction, alert.run())
                    .map(
                        run ->
                            new Found(
                                run,
                                attempts.attempts(transaction, run.id()),
                                List.of(),
                                List.of())))
        .map(found -> mail(alert, about, found));
  }

  private TaskMessage mail(AlertStore.Alert alert, FailureMails.About about, Found found) {
    Run run = found.run();
    var masking = new Masking(run.parameters());
    String task = about.taskRun().task();
    Optional<Outcome> outcome =
        found.attempts().getOrDefault(task, List.of()).stream()
            .filter(attempt -> attempt.number() == about.attempt())
            .map(Attempt::outcome)
            .filter(Objects::nonNull)
            .findFirst();
    String message = Objects.requireNonNullElse(outcome.map(Outcome::message).orElse(null), "");
    String details =
        outcome.orElse(null) instanceof Outcome.Failed failed ? failed.details() : null;
    StringBuilder text = new StringBuilder("Try %d\nException:\n".formatted(about.attempt()));
    text.append(cut(masking.mask(message))).append('\n');
    if (details != null) {
      text.append('\n').append(cut(masking.mask(details.strip()))).append('\n');
    }
    if (url != null) {
      text.append("Log: ").append(url.toString().replaceFirst("/$", ""));
      text.append("/workflows/%s/runs/%s".formatted(run.workflow().name(), run.id()));
      text.append('\n');
    }
    return new TaskMessage(
        alert.id(),
        "Airflow alert: <TaskInstance: %s.%s %s [failed]>"
            .formatted(run.workflow().name(), task, run.cause().key()),
        text.toString());
  }

  private Optional<AlertMessage> alert(AlertStore.Alert alert) {
    return database
        .read(
            transaction ->
                runs.find(transaction, alert.run())
                    .map(
                        run ->
                            new Found(
                                run,
                                attempts.attempts(transaction, run.id()),
                                attempts
                                    .artifacts(transaction, List.of(run.id()))
                                    .getOrDefault(run.id(), List.of()),
                                deadlines.missedWith(transaction, run.id(), alert.subject()))))
        .map(found -> message(alert, found));
  }

  private AlertMessage message(AlertStore.Alert alert, Found found) {
    Run run = found.run();
    var masking = new Masking(run.parameters());
    Run.Status status = run.status();
    Instant end = status.ended() == null ? clock.instant() : status.ended();
    return new AlertMessage(
        alert.id(),
        alert.on(),
        new AlertMessage.Subject(
            run.id(),
            run.workflowId(),
            run.workflow().name(),
            status.state().name(),
            run.cause().by()),
        switch (alert.on()) {
          case FAILURE -> failure(found, masking);
          case TOO_LATE -> new Failure(late(found.late()), null);
          case SUCCESS, RECOVERY, TOO_LONG -> null;
        },
        masking.parameters(),
        status.started() == null ? null : Duration.between(status.started(), end),
        url == null
            ? null
            : URI.create(url.toString().replaceFirst("/$", "") + "/jobs/" + run.id()),
        page(found.left()));
  }

  private static String late(List<Deadline> late) {
    return late.stream()
        .map(
            one ->
                "%s was to be done by %s."
                    .formatted(
                        one.task() == null ? "The run" : "Task '" + one.task() + "'", one.due()))
        .collect(Collectors.joining("\n"));
  }

  private static Failure failure(Found found, Masking masking) {
    Optional<Outcome> outcome =
        found.attempts().values().stream()
            .map(List::getLast)
            .map(Attempt::outcome)
            .filter(Objects::nonNull)
            .filter(one -> !(one instanceof Outcome.Succeeded || one instanceof Outcome.Reused))
            .findFirst();
    String message =
        Objects.requireNonNullElse(
            outcome.map(Outcome::message).orElse(found.run().status().message()), "It failed.");
    String details =
        outcome.orElse(null) instanceof Outcome.Failed failed ? failed.details() : null;
    return new Failure(
        cut(masking.mask(message)), details == null ? null : cut(masking.mask(details)));
  }

  /// The start, where the source is, and the end, where the error is.
  private static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST / 2) + "\n…\n" + text.substring(text.length() - LONGEST / 2);
  }

  private @Nullable Page page(List<Left> left) {
    for (Left one : left) {
      Artifact artifact = one.artifact();
      if (artifact.kind() == Artifact.Kind.OUTPUT
          && artifact.format().equals("html")
          && artifact.size() <= LARGEST_PAGE) {
        Path file = artifacts.resolve(one.location());
        try {
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Page(file.getFileName().toString(), Files.readAllBytes(file));
          }
        } catch (IOException e) {
          return null; // the alert is worth more than its page
        }
      }
    }
    return null;
  }
}
