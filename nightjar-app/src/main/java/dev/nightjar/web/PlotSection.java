package dev.nightjar.web;

import dev.nightjar.http.Services;
import dev.nightjar.store.KeyedWorkflow;
import dev.nightjar.store.RunMarks;
import dev.nightjar.store.RunMarks.Mark;
import dev.nightjar.store.ValueStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How long the last runs of a workflow took, or a number that one of its tasks left, as a plot.
record PlotSection(Services services) {
  private static final int RUNS = 60;

  /// What is plotted where nothing else is asked for.
  private static final String DURATION = "duration";

  Html of(Visit visit, KeyedWorkflow workflow) {
    List<Mark> marks =
        services
            .database()
            .read(transaction -> new RunMarks().newest(transaction, workflow.stored().id(), RUNS));
    Map<String, Map<String, Double>> numbers = numbers(marks);
    String asked = Objects.requireNonNullElse(visit.query("plot"), DURATION);
    Map<String, Double> chosen = numbers.get(asked);
    List<RunPlot.Dot> dots = new ArrayList<>();
    for (Mark mark : marks.reversed()) {
      Double value = chosen == null ? seconds(visit, mark) : chosen.get(mark.run());
      if (value != null) {
        dots.add(
            new RunPlot.Dot(
                Moments.exact(mark.created(), visit.moments().zone()),
                Places.run(workflow.key(), mark.run()),
                mark.state(),
                value));
      }
    }
    if (dots.isEmpty()) {
      return Html.NONE;
    }
    RunPlot plot =
        chosen == null
            ? new RunPlot("Duration", PlotSection::duration, true)
            : new RunPlot(asked, RunPlot::number, false);
    return Html.of(
        """
        <section class="card" aria-labelledby="over-runs"><h2 id="over-runs">Over the runs</h2>{}{}</section>""",
        numbers.isEmpty() ? Html.NONE : names(workflow, numbers, chosen == null ? DURATION : asked),
        plot.of(dots));
  }

  private static Html names(
      KeyedWorkflow workflow, Map<String, Map<String, Double>> numbers, String shown) {
    List<String> names = new ArrayList<>(List.of(DURATION));
    names.addAll(numbers.keySet());
    return Html.of(
        "<nav class=\"tabs\" aria-label=\"What is plotted\">{}</nav>",
        Html.each(
            names,
            name ->
                Html.of(
                    "<a href=\"{}?plot={}#over-runs\"{}>{}</a>",
                    Places.workflow(workflow.key()),
                    Visit.encoded(name),
                    Html.when(name.equals(shown), " aria-current=\"page\""),
                    name.equals(DURATION) ? "Duration" : name)));
  }

  /// The numbers that tasks left, by `TASK.KEY` and run.
  private Map<String, Map<String, Double>> numbers(List<Mark> marks) {
    Map<String, Map<String, Double>> numbers = new TreeMap<>();
    services
        .database()
        .read(
            transaction ->
                new ValueStore().numbers(transaction, marks.stream().map(Mark::run).toList()))
        .forEach(
            one ->
                numbers
                    .computeIfAbsent(
                        "%s.%s".formatted(one.taskRun().task(), one.key()), _ -> new TreeMap<>())
                    .put(one.taskRun().run(), one.value()));
    return numbers;
  }

  private static @Nullable Double seconds(Visit visit, Mark mark) {
    Instant ended = mark.ended() == null ? visit.moments().now() : mark.ended();
    return mark.started() == null
        ? null
        : Duration.between(mark.started(), ended).toMillis() / 1000.0;
  }

  private static String duration(double seconds) {
    return Moments.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
