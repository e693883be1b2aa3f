package dev.nightjar.comparison;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cells in which two executed notebooks differ, in their order.
///
/// @param cells the first of them
/// @param more how many others there are
public record NotebookComparison(List<CellPair> cells, int more) {
  private static final int MOST = 50;

  /// Two cells that differ, or one that the other notebook does not have.
  ///
  /// @param a its number in the first notebook, from 1; null if it has no such cell
  /// @param b its number in the second notebook, from 1; null if it has no such cell
  /// @param source lines of a unified diff; none if the sources are the same
  /// @param outputs the same of what the outputs say in text, without what no two runs share
  public record CellPair(
      @Nullable Integer a, @Nullable Integer b, List<String> source, List<String> outputs) {
    /// The numbers for people.
    public String title() {
      return a == null
          ? "Cell %d of B alone".formatted(b)
          : b == null
              ? "Cell %d of A alone".formatted(a)
              : a.equals(b) ? "Cell %d".formatted(a) : "Cell %d of A, %d of B".formatted(a, b);
    }

    private boolean differs() {
      return a == null || b == null || !source.isEmpty() || !outputs.isEmpty();
    }
  }

  /// Cells with the same source belong together, in their order; of those between them the first
  /// belongs to the first, and so on.
  public static NotebookComparison of(Notebook a, Notebook b) {
    var pairing = new Pairing(a.cells(), b.cells());
    for (Edit edit : Edit.between(sources(a), sources(b))) {
      pairing.take(edit.kind());
    }
    pairing.pairRest();
    List<CellPair> cells = pairing.differing;
    return new NotebookComparison(
        List.copyOf(cells.subList(0, Math.min(MOST, cells.size()))),
        Math.max(0, cells.size() - MOST));
  }

  private static List<String> sources(Notebook notebook) {
    return notebook.cells().stream().map(cell -> cell.type() + "\n" + cell.source()).toList();
  }

  /// Walks through both notebooks at once.
  private static final class Pairing {
    private final List<Cell> a;
    private final List<Cell> b;
    private final List<CellPair> differing = new ArrayList<>();

    /// The cells up to here have a partner, or have none.
    private int pairedOfA;

    private int pairedOfB;

    /// The cells up to here were walked over.
    private int atA;

    private int atB;

    private Pairing(List<Cell> a, List<Cell> b) {
      this.a = a;
      this.b = b;
    }

    private void take(Edit.Kind kind) {
      switch (kind) {
        case REMOVED -> atA++;
        case ADDED -> atB++;
        case SAME -> {
          pairRest();
          atA++;
          atB++;
          pairRest();
        }
      }
    }

    private void pairRest() {
      while (pairedOfA < atA || pairedOfB < atB) {
        Integer ofA = pairedOfA < atA ? ++pairedOfA : null;
        Integer ofB = pairedOfB < atB ? ++pairedOfB : null;
        CellPair pair = pair(ofA, ofB);
        if (pair.differs()) {
          differing.add(pair);
        }
      }
    }

    private CellPair pair(@Nullable Integer ofA, @Nullable Integer ofB) {
      Cell first = ofA == null ? null : a.get(ofA - 1);
      Cell second = ofB == null ? null : b.get(ofB - 1);
      return new CellPair(
          ofA,
          ofB,
          UnifiedDiff.of(source(first), source(second)),
          UnifiedDiff.of(outputs(first), outputs(second)));
    }

    private static List<String> source(@Nullable Cell cell) {
      return cell == null ? List.of() : cell.source().lines().toList();
    }

    private static List<String> outputs(@Nullable Cell cell) {
      return cell == null ? List.of() : ComparableOutputs.lines(cell);
    }
  }
}
