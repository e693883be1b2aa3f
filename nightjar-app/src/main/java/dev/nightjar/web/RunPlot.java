package dev.nightjar.web;

import dev.nightjar.run.RunState;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/// A number over runs: a line with a dot for each run, the oldest at the left, and the same as a
/// table for those who do not see it.
///
/// @param name what the number is
/// @param words how one is written
/// @param fromZero whether the scale begins at 0
record RunPlot(String name, DoubleFunction<String> words, boolean fromZero) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 200;
  private static final int LEFT = 72;
  private static final int RIGHT = 12;
  private static final int TOP = 12;
  private static final int BOTTOM = 12;
  private static final double MOST_STEPS = 5;
  private static final String CIRCLE = "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z";

  /// What failed stands out by its shape, too.
  private static final String SQUARE = "m-5-5h10v10h-10z";

  /// A run's number.
  ///
  /// @param run what the run is called
  /// @param link where its page is
  record Dot(String run, String link, RunState state, double value) {}

  /// The values that the scale begins and ends with, and the distance of its lines.
  private record Scale(double low, double high, double step) {
    static Scale of(double least, double most) {
      double range = most > least ? most - least : Math.max(Math.abs(most), 1);
      double step = Math.pow(10, Math.floor(Math.log10(range / MOST_STEPS)));
      for (double factor : new double[] {2, 2.5, 2}) {
        if (range / step > MOST_STEPS) {
          step *= factor;
        }
      }
      double low = Math.floor(least / step) * step;
      double high = Math.ceil(most / step) * step;
      return new Scale(low, high > low ? high : low + step, step);
    }

    double y(double value) {
      return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    }
  }

  /// @param dots the oldest first; at least one
  Html of(List<Dot> dots) {
    double least = dots.stream().mapToDouble(Dot::value).min().orElse(0);
    double most = dots.stream().mapToDouble(Dot::value).max().orElse(0);
    Scale scale = Scale.of(fromZero ? Math.min(0, least) : least, most);
    String title =
        "%s over %d runs: from %s to %s, the newest %s"
            .formatted(
                name,
                dots.size(),
                words.apply(least),
                words.apply(most),
                words.apply(dots.getLast().value()));
    return Html.of(
        """
        <div class="grid-frame" tabindex="0" role="region" aria-label="Plot of {}">\
        <svg class="plot" viewBox="0 0 {} {}" role="group" aria-label="{}"><title>{}</title>{}<polyline points="{}"/>{}</svg></div>
        {}""",
        name,
        WIDTH,
        HEIGHT,
        title,
        title,
        lines(scale),
        line(dots, scale),
        dots(dots, scale),
        table(dots));
  }

  private Html lines(Scale scale) {
    List<Html> lines = new ArrayList<>();
    long steps = Math.round((scale.high() - scale.low()) / scale.step());
    for (int i = 0; i <= steps; i++) {
      double value = scale.low() + i * scale.step();
      lines.add(
          Html.of(
              "<line x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>",
              LEFT,
              WIDTH - RIGHT,
              place(scale.y(value)),
              place(scale.y(value)),
              LEFT - 8,
              place(scale.y(value) + 4),
              words.apply(value)));
    }
    return Html.of("{}", lines);
  }

  private static String line(List<Dot> dots, Scale scale) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < dots.size(); i++) {
      places.add(x(i, dots.size()) + "," + place(scale.y(dots.get(i).value())));
    }
    return places.stream().collect(Collectors.joining(" "));
  }

  private Html dots(List<Dot> dots, Scale scale) {
    List<Html> drawn = new ArrayList<>();
    for (Dot dot : dots) {
      drawn.add(
          Html.of(
              "<a href=\"{}\" tabindex=\"-1\" aria-hidden=\"true\"><path class=\"{}\" d=\"M{} {}{}\"><title>{}: {}, {}</title></path></a>",
              dot.link(),
              States.style(dot.state()),
              x(drawn.size(), dots.size()),
              place(scale.y(dot.value())),
              dot.state() == RunState.FAILED ? SQUARE : CIRCLE,
              dot.run(),
              words.apply(dot.value()),
              dot.state()));
    }
    return Html.of("{}", drawn);
  }

  private Html table(List<Dot> dots) {
    return Html.of(
        """
        <details><summary>As a table</summary><table class="list"><thead><tr><th scope="col">Run</th><th scope="col">State</th>\
        <th scope="col">{}</th></tr></thead><tbody>{}</tbody></table></details>""",
        name,
        Html.each(
            dots.reversed(),
            dot ->
                Html.of(
                    "<tr><td data-label=\"Run\"><a href=\"{}\">{}</a></td><td>{}</td><td class=\"number\" data-label=\"{}\">{}</td></tr>\n",
                    dot.link(),
                    dot.run(),
                    States.badge(dot.state()),
                    name,
                    words.apply(dot.value()))));
  }

  private static String x(int index, int count) {
    double width = WIDTH - LEFT - RIGHT - 16;
    return place(LEFT + 8 + (count == 1 ? width / 2 : width * index / (count - 1)));
  }

  private static String place(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /// A number with as many digits as people look at.
  static String number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(5)).stripTrailingZeros();
    double size = Math.abs(value);
    return size != 0 && (size >= 1e7 || size < 1e-4) ? rounded.toString() : rounded.toPlainString();
  }
}
