package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.http.Services;
import dev.nightjar.run.Attempt;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.store.RunMarks;
import dev.nightjar.store.RunStore;
import dev.nightjar.task.AttemptDisk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What pages say of runs.
record RunViews(Services services) {
  private static final int FOR_USUAL = 10;

  /// A run that has not ended.
  ///
  /// @param progress of its last attempt
  /// @param usual how long it usually takes; null if that is not known
  record Active(Run run, AttemptDisk.Progress progress, @Nullable Duration usual) {}

  Run require(String id) {
    return services
        .database()
        .read(transaction -> new RunStore().findJob(transaction, id))
        .orElseThrow(() -> HttpProblem.missing("There is no job with the id '%s'.".formatted(id)));
  }

  /// The attempts of its first task.
  List<Attempt> attempts(Run run) {
    Map<String, List<Attempt>> attempts =
        services.database().read(transaction -> new AttemptStore().attempts(transaction, run.id()));
    return attempts.getOrDefault(run.workflow().tasks().getFirst().name(), List.of());
  }

  /// Where its last attempt is on disk; empty if there was none.
  Optional<AttemptDisk> disk(Run run, List<Attempt> attempts) {
    if (attempts.isEmpty()) {
      return Optional.empty();
    }
    var key = new TaskRunKey(run.id(), run.workflow().tasks().getFirst().name());
    return Optional.of(
        new AttemptDisk(services.artifacts().resolve(key.folder(attempts.getLast().number()))));
  }

  Active active(Run run) {
    AttemptDisk.Progress progress =
        disk(run, attempts(run)).map(AttemptDisk::progress).orElse(AttemptDisk.Progress.NONE);
    return new Active(run, progress, usual(run));
  }

  private @Nullable Duration usual(Run run) {
    String workflow = run.workflowId();
    return workflow == null
        ? null
        : RunBars.usual(
            services
                .database()
                .read(transaction -> new RunMarks().newest(transaction, workflow, FOR_USUAL)));
  }

  /// How far it is, by cells and by time.
  static Html progress(Active active, Moments moments) {
    Duration elapsed =
        active.run().status().started() == null
            ? Duration.ZERO
            : Duration.between(active.run().status().started(), moments.now());
    Duration usual = active.usual();
    String time =
        usual == null
            ? Moments.duration(elapsed)
            : elapsed.compareTo(usual) < 0
                ? "%s, about %s left"
                    .formatted(Moments.duration(elapsed), Moments.duration(usual.minus(elapsed)))
                : "%s, usually %s".formatted(Moments.duration(elapsed), Moments.duration(usual));
    AttemptDisk.Progress progress = active.progress();
    return Html.of(
        """
        <div class="progress"><progress max="100" value="{}" aria-label="Cells done">{} %</progress>\
        <span class="progress-words">{}</span><span class="progress-time">{}</span></div>""",
        progress.percent(), progress.percent(), progress.words(), time);
  }
}
