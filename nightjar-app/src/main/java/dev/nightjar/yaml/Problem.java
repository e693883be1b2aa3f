package dev.nightjar.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/// What can't be read in a document, in one line.
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int BRIEF = 40;

  Problem(String message) {
    super(message);
  }

  static Problem at(Node node, String message) {
    return new Problem(message + place(node.getStartMark()));
  }

  static String of(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
    String problem = e.getProblem() != null ? e.getProblem() : e.getContext();
    return oneLine(problem) + (mark == null ? "" : place(mark));
  }

  private static String place(Mark mark) {
    return " (line %d, column %d)".formatted(mark.getLine() + 1, mark.getColumn() + 1);
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  static String brief(String text) {
    String line = oneLine(text);
    return line.length() > BRIEF ? line.substring(0, BRIEF) + "…" : line;
  }
}
