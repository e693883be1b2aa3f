package dev.nightjar.picture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tasks in layers: each in the one after the last of those that it comes after. An edge over
/// several layers has a bend in each, unless there would be very many.
///
/// @param layers by number; in each the spots from top to bottom
/// @param edges between spots of following layers, or of any where there are no bends
record Layers(List<List<Spot>> layers, List<Edge> edges) {
  /// So many bends for each task and edge are drawn at most.
  private static final int MOST_BENDS = 4;

  /// A place in a layer: a task, or where an edge passes. Its coordinates are set by the layout.
  static final class Spot {
    /// The task's index; -1 where an edge passes.
    final int task;

    final int layer;
    final List<Spot> before = new ArrayList<>();
    final List<Spot> next = new ArrayList<>();
    double place;
    double y;

    Spot(int task, int layer) {
      this.task = task;
      this.layer = layer;
    }

    boolean isBend() {
      return task < 0;
    }
  }

  /// The spots that an edge goes through, its ends among them.
  record Edge(List<Spot> through) {}

  static Layers of(List<Drawn> tasks) {
    int[][] before = before(tasks);
    int[] layer = longestPaths(before);
    List<Spot> spots = new ArrayList<>(tasks.size());
    List<List<Spot>> layers = new ArrayList<>();
    for (int i = 0; i < layer.length; i++) {
      spots.add(add(i, layer[i], layers));
    }
    long bends = 0;
    long edgeCount = 0;
    for (int i = 0; i < before.length; i++) {
      edgeCount += before[i].length;
      for (int from : before[i]) {
        bends += layer[i] - layer[from] - 1;
      }
    }
    boolean withBends = bends <= MOST_BENDS * (tasks.size() + edgeCount);
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      for (int from : before[i]) {
        List<Spot> through = new ArrayList<>();
        through.add(spots.get(from));
        for (int l = layer[from] + 1; withBends && l < layer[i]; l++) {
          through.add(add(-1, l, layers));
        }
        through.add(spots.get(i));
        for (int k = 1; k < through.size(); k++) {
          through.get(k - 1).next.add(through.get(k));
          through.get(k).before.add(through.get(k - 1));
        }
        edges.add(new Edge(through));
      }
    }
    return new Layers(layers, edges);
  }

  private static Spot add(int task, int layer, List<List<Spot>> layers) {
    while (layers.size() <= layer) {
      layers.add(new ArrayList<>());
    }
    Spot spot = new Spot(task, layer);
    spot.place = layers.get(layer).size();
    layers.get(layer).add(spot);
    return spot;
  }

  /// The indices of the tasks that each comes after.
  static int[][] before(List<Drawn> tasks) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < tasks.size(); i++) {
      index.put(tasks.get(i).name(), i);
    }
    int[][] before = new int[tasks.size()][];
    for (int i = 0; i < before.length; i++) {
      before[i] =
          tasks.get(i).after().stream()
              .filter(index::containsKey)
              .mapToInt(index::get)
              .distinct()
              .toArray();
    }
    return before;
  }

  /// The tasks so that each stands behind those that it comes after, else as they are given; what
  /// is in a circle comes last.
  static List<Integer> sorted(int[][] before) {
    List<List<Integer>> next = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      next.add(new ArrayList<>());
    }
    int[] waits = new int[before.length];
    var ready = new ArrayDeque<Integer>();
    for (int i = 0; i < before.length; i++) {
      waits[i] = before[i].length;
      for (int one : before[i]) {
        next.get(one).add(i);
      }
      if (waits[i] == 0) {
        ready.add(i);
      }
    }
    List<Integer> sorted = new ArrayList<>(before.length);
    while (!ready.isEmpty()) {
      int done = ready.remove();
      sorted.add(done);
      for (int one : next.get(done)) {
        if (--waits[one] == 0) {
          ready.add(one);
        }
      }
    }
    for (int i = 0; i < before.length; i++) {
      if (waits[i] > 0) {
        sorted.add(i);
      }
    }
    return sorted;
  }

  private static int[] longestPaths(int[][] before) {
    int[] layer = new int[before.length];
    for (int task : sorted(before)) {
      for (int one : before[task]) {
        layer[task] = Math.max(layer[task], layer[one] + 1);
      }
    }
    return layer;
  }
}
