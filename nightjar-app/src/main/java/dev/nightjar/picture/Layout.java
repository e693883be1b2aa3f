package dev.nightjar.picture;

import dev.nightjar.picture.Layers.Spot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Where everything is in a picture, in pixels: layers are columns from left to right. Takes time
/// in proportion to tasks and edges, but for sorting.
///
/// @param boxes of the tasks, by their indices
/// @param edges as the points that they go through: their ends, and two where they pass a column
/// @param groups boxes around tasks
/// @param width of all
/// @param height of all
record Layout(List<Box> boxes, List<List<Point>> edges, List<Group> groups, int width, int height) {
  static final int BOX_HEIGHT = 40;
  private static final int GAP = 16;
  private static final int BEND_HEIGHT = 6;
  private static final int COLUMN_GAP = 56;
  private static final int MARGIN = 24;
  private static final int SWEEPS = 6;
  private static final int MOST_GROUPS = 100;
  private static final int AROUND_GROUP = 10;
  private static final int CAPTION = 14;

  record Point(double x, double y) {}

  record Box(double x, double y, double width, double height) {
    boolean meets(Box other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }

  record Group(String name, Box box) {}

  static Layout of(List<Drawn> tasks) {
    Layers layers = Layers.of(tasks);
    order(layers, tasks);
    straighten(layers, tasks);
    return measured(layers, tasks);
  }

  /// Sorts each layer by the mean place of the spots before, then of those after, and so on; those
  /// of a group stay together.
  private static void order(Layers layers, List<Drawn> tasks) {
    List<List<Spot>> all = layers.layers();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (List<Spot> layer : down ? all : all.reversed()) {
        Map<Spot, Double> wanted = new HashMap<>();
        Map<String, double[]> groups = new HashMap<>();
        for (Spot spot : layer) {
          double mean = mean(down ? spot.before : spot.next, one -> one.place, spot.place);
          wanted.put(spot, mean);
          String group = group(spot, tasks);
          if (!group.isEmpty()) {
            double[] sum = groups.computeIfAbsent(group, _ -> new double[2]);
            sum[0] += mean;
            sum[1]++;
          }
        }
        layer.sort(
            Comparator.<Spot>comparingDouble(
                    spot -> {
                      double[] sum = groups.get(group(spot, tasks));
                      return sum == null ? wanted.getOrDefault(spot, 0.0) : sum[0] / sum[1];
                    })
                .thenComparing(spot -> group(spot, tasks))
                .thenComparingDouble(spot -> wanted.getOrDefault(spot, 0.0)));
        for (int i = 0; i < layer.size(); i++) {
          // relative, so that layers of different sizes compare
          layer.get(i).place = (i + 0.5) / layer.size();
        }
      }
    }
  }

  private static String group(Spot spot, List<Drawn> tasks) {
    String group = spot.isBend() ? null : tasks.get(spot.task).group();
    return group == null ? "" : group;
  }

  private static double mean(List<Spot> spots, Function<Spot, Double> of, double otherwise) {
    return spots.isEmpty()
        ? otherwise
        : spots.stream().mapToDouble(of::apply).average().orElse(otherwise);
  }

  /// Moves spots up and down within their order, to where their neighbours are.
  private static void straighten(Layers layers, List<Drawn> tasks) {
    List<List<Spot>> all = layers.layers();
    for (List<Spot> layer : all) {
      for (int i = 1; i < layer.size(); i++) {
        layer.get(i).y = layer.get(i - 1).y + apart(layer.get(i - 1), layer.get(i), tasks);
      }
      double middle = layer.isEmpty() ? 0 : layer.getLast().y / 2;
      layer.forEach(spot -> spot.y -= middle);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (List<Spot> layer : down ? all : all.reversed()) {
        settle(layer, tasks, spot -> mean(down ? spot.before : spot.next, one -> one.y, spot.y));
      }
    }
  }

  /// From the middle of one to the middle of the next.
  private static double apart(Spot above, Spot below, List<Drawn> tasks) {
    boolean sameGroup = group(above, tasks).equals(group(below, tasks));
    return (height(above) + height(below)) / 2 + GAP + (sameGroup ? 0 : AROUND_GROUP + CAPTION);
  }

  private static double height(Spot spot) {
    return spot.isBend() ? BEND_HEIGHT : BOX_HEIGHT;
  }

  /// The places that are nearest to the wanted ones, in sum of squares, with room between them:
  /// neighbours that want the same place make a block, which goes to the mean (pool adjacent
  /// violators).
  private static void settle(List<Spot> layer, List<Drawn> tasks, Function<Spot, Double> wanted) {
    int n = layer.size();
    double[] offset = new double[n];
    double[] sum = new double[n];
    int[] size = new int[n];
    int blocks = 0;
    for (int i = 0; i < n; i++) {
      Spot spot = layer.get(i);
      if (i > 0) {
        offset[i] = offset[i - 1] + apart(layer.get(i - 1), spot, tasks);
      }
      sum[blocks] = wanted.apply(spot) - offset[i];
      size[blocks] = 1;
      blocks++;
      while (blocks > 1
          && sum[blocks - 2] / size[blocks - 2] >= sum[blocks - 1] / size[blocks - 1]) {
        blocks--;
        sum[blocks - 1] += sum[blocks];
        size[blocks - 1] += size[blocks];
      }
    }
    int at = 0;
    for (int b = 0; b < blocks; b++) {
      for (int k = 0; k < size[b]; k++) {
        layer.get(at).y = sum[b] / size[b] + offset[at];
        at++;
      }
    }
  }

  private static Layout measured(Layers layers, List<Drawn> tasks) {
    int count = layers.layers().size();
    double[] left = new double[count];
    double[] widths = new double[count];
    double x = MARGIN;
    double top = Double.MAX_VALUE;
    double bottom = 0;
    for (int l = 0; l < count; l++) {
      for (Spot spot : layers.layers().get(l)) {
        top = Math.min(top, spot.y - height(spot) / 2);
        widths[l] = Math.max(widths[l], spot.isBend() ? 0 : Labels.width(tasks.get(spot.task)));
      }
      left[l] = x;
      x += widths[l] + COLUMN_GAP;
    }
    double shift = MARGIN + CAPTION - (count == 0 ? 0 : top);
    Box[] boxes = new Box[tasks.size()];
    for (List<Spot> layer : layers.layers()) {
      for (Spot spot : layer) {
        spot.y += shift;
        bottom = Math.max(bottom, spot.y + height(spot) / 2);
        if (!spot.isBend()) {
          boxes[spot.task] =
              new Box(left[spot.layer], spot.y - BOX_HEIGHT / 2.0, widths[spot.layer], BOX_HEIGHT);
        }
      }
    }
    List<List<Point>> edges = new ArrayList<>(layers.edges().size());
    for (Layers.Edge edge : layers.edges()) {
      List<Point> points = new ArrayList<>();
      for (Spot spot : edge.through()) {
        double right = left[spot.layer] + widths[spot.layer];
        if (spot != edge.through().getFirst()) {
          points.add(new Point(left[spot.layer], spot.y));
        }
        if (spot != edge.through().getLast()) {
          points.add(new Point(right, spot.y));
        }
      }
      edges.add(points);
    }
    List<Box> all = List.of(boxes);
    return new Layout(
        all,
        edges,
        groups(tasks, all),
        (int) Math.ceil(Math.max(x - COLUMN_GAP, 0) + MARGIN),
        (int) Math.ceil(bottom + MARGIN));
  }

  /// Boxes around groups in which nothing else stands.
  private static List<Group> groups(List<Drawn> tasks, List<Box> boxes) {
    Map<String, Box> around = new LinkedHashMap<>();
    for (int i = 0; i < boxes.size(); i++) {
      String group = tasks.get(i).group();
      if (group != null) {
        around.merge(group, boxes.get(i), Layout::both);
      }
    }
    if (around.size() > MOST_GROUPS) {
      return List.of();
    }
    List<Group> groups = new ArrayList<>();
    around.forEach(
        (name, box) -> {
          Box wide =
              new Box(
                  box.x - AROUND_GROUP,
                  box.y - AROUND_GROUP - CAPTION,
                  box.width + 2 * AROUND_GROUP,
                  box.height + 2 * AROUND_GROUP + CAPTION);
          for (int i = 0; i < boxes.size(); i++) {
            if (!name.equals(tasks.get(i).group()) && wide.meets(boxes.get(i))) {
              return;
            }
          }
          groups.add(new Group(name, wide));
        });
    return groups;
  }

  private static Box both(Box one, Box other) {
    double x = Math.min(one.x, other.x);
    double y = Math.min(one.y, other.y);
    return new Box(
        x,
        y,
        Math.max(one.x + one.width, other.x + other.width) - x,
        Math.max(one.y + one.height, other.y + other.height) - y);
  }
}
