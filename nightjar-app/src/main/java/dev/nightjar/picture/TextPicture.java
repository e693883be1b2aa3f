package dev.nightjar.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Draws a workflow with lines of text: a task a line, each below those that it comes after, and
/// lanes to the left that lead from one to the other.
///
/// ```
/// ● load
/// ├─╮
/// ● │ stations
/// │ ● hours
/// ├─╯
/// ● tidy
/// ```
public final class TextPicture {
  private static final int FREE = -1;

  private final List<Drawn> tasks;
  private final int[][] before;
  private final int[] pending;
  private final List<Integer> lanes = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private TextPicture(List<Drawn> tasks) {
    this.tasks = tasks;
    this.before = Layers.before(tasks);
    this.pending = new int[tasks.size()];
    for (int[] some : before) {
      for (int one : some) {
        pending[one]++;
      }
    }
  }

  /// The lines.
  ///
  /// @param label what stands behind the lanes of a task
  public static List<String> lines(List<Drawn> tasks, Function<Drawn, String> label) {
    return new TextPicture(tasks).draw(label);
  }

  private List<String> draw(Function<Drawn, String> label) {
    List<String> drawn = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int task : Layers.sorted(before)) {
      int lane = join(task);
      while (labels.size() < lines.size()) {
        labels.add("");
      }
      while (lanes.size() - 1 > lane && lanes.getLast() == FREE) {
        lanes.removeLast();
      }
      StringBuilder line = new StringBuilder();
      for (int l = 0; l < lanes.size(); l++) {
        line.append(l == lane ? "● " : lanes.get(l) == FREE ? "  " : "│ ");
      }
      lines.add(line.toString());
      labels.add(label.apply(tasks.get(task)));
      lanes.set(lane, pending[task] > 0 ? task : FREE);
      while (!lanes.isEmpty() && lanes.getLast() == FREE) {
        lanes.removeLast();
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      drawn.add((lines.get(i) + labels.get(i)).stripTrailing());
    }
    return drawn;
  }

  /// Leads the lanes of those before the task to its own, which is one that ends there, or a free
  /// one.
  private int join(int task) {
    boolean[] leads = new boolean[lanes.size()];
    Set<Integer> upstream = Arrays.stream(before[task]).boxed().collect(Collectors.toSet());
    int own = FREE;
    for (int l = 0; l < lanes.size(); l++) {
      int from = lanes.get(l);
      if (from != FREE && upstream.contains(from)) {
        leads[l] = true;
        pending[from]--;
        if (pending[from] == 0 && own == FREE) {
          own = l;
        }
      }
    }
    boolean fresh = own == FREE;
    if (fresh) {
      own = free();
    }
    connect(leads, own, fresh);
    for (int l = 0; l < lanes.size(); l++) {
      if (l < leads.length && leads[l] && pending[lanes.get(l)] == 0) {
        lanes.set(l, FREE);
      }
    }
    return own;
  }

  private int free() {
    int free = lanes.indexOf(FREE);
    if (free < 0) {
      lanes.add(FREE);
      return lanes.size() - 1;
    }
    return free;
  }

  private void connect(boolean[] leads, int own, boolean fresh) {
    int first = own;
    int last = own;
    for (int l = 0; l < leads.length; l++) {
      if (leads[l]) {
        first = Math.min(first, l);
        last = Math.max(last, l);
      }
    }
    if (first == last) {
      return;
    }
    StringBuilder line = new StringBuilder();
    for (int l = 0; l < lanes.size(); l++) {
      boolean inside = l > first && l < last;
      boolean ends = l < leads.length && leads[l] && pending[lanes.get(l)] == 0;
      if (l == own) {
        line.append(corner(!fresh, true, l == first, l == last));
      } else if (l < leads.length && leads[l]) {
        line.append(corner(true, !ends, l == first, l == last));
      } else {
        line.append(lanes.get(l) != FREE ? "│" : inside ? "─" : " ");
      }
      line.append(l >= first && l < last ? "─" : " ");
    }
    lines.add(line.toString());
  }

  /// A place of the line across.
  ///
  /// @param up whether a lane comes from above
  /// @param down whether it goes on below
  private static String corner(boolean up, boolean down, boolean first, boolean last) {
    if (up && down) {
      return first ? "├" : last ? "┤" : "┼";
    }
    return up ? (first ? "╰" : last ? "╯" : "┴") : first ? "╭" : last ? "╮" : "┬";
  }
}
