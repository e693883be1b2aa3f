package dev.nightjar.notebook.html;

import dev.nightjar.notebook.html.TexSource.TexException;

/// The environments of a formula: rows and cells. Not thread-safe.
final class TexTable {
  private final Latex latex;
  private final TexSource source;

  TexTable(Latex latex, TexSource source) {
    this.latex = latex;
    this.source = source;
  }

  /// A whole formula: one row, or several if `\\` divides it.
  String untilEnd() throws TexException {
    return rows("nj-gather", "");
  }

  /// What stands between `\begin{name}` and `\end{name}`.
  String environment(String name) throws TexException {
    return switch (name) {
      case "matrix", "smallmatrix" -> rows("nj-matrix", "");
      case "pmatrix" -> fenced("(", rows("nj-matrix", ""), ")");
      case "bmatrix" -> fenced("[", rows("nj-matrix", ""), "]");
      case "Bmatrix" -> fenced("{", rows("nj-matrix", ""), "}");
      case "vmatrix" -> fenced("|", rows("nj-matrix", ""), "|");
      case "Vmatrix" -> fenced("‖", rows("nj-matrix", ""), "‖");
      case "cases", "dcases" -> fenced("{", rows("nj-cases", ""), "");
      case "rcases" -> fenced("", rows("nj-cases", ""), "}");
      case "array" -> {
        source.option();
        yield rows("nj-matrix", source.group().replaceAll("[^lcr]", ""));
      }
      case "alignat", "alignat*", "alignedat" -> {
        source.group();
        yield rows("nj-align", "");
      }
      case "align", "align*", "aligned", "split", "flalign", "flalign*" -> rows("nj-align", "");
      case "eqnarray", "eqnarray*" -> rows("nj-align", "rcl");
      case "gather", "gather*", "gathered", "multline", "multline*" -> rows("nj-gather", "");
      case "equation", "equation*", "displaymath", "math", "subequations" -> rows("nj-gather", "");
      default -> throw new TexException("\\begin{" + name + "} is not known");
    };
  }

  /// `{a \\ b}`: small rows under a large operator.
  String substack() throws TexException {
    if (!source.take("{")) {
      throw new TexException("\\substack needs {");
    }
    String rows = rows("nj-matrix", "");
    if (!source.takeDirect('}')) {
      throw new TexException("a } is missing");
    }
    return rows;
  }

  private static String fenced(String left, String table, String right) {
    return "<mrow>" + fence("prefix", left) + table + fence("postfix", right) + "</mrow>";
  }

  private static String fence(String form, String sign) {
    return sign.isEmpty()
        ? ""
        : "<mo form=\"%s\" fence=\"true\" stretchy=\"true\">%s</mo>".formatted(form, sign);
  }

  private String rows(String style, String columns) throws TexException {
    StringBuilder table = new StringBuilder();
    int rows = 0;
    int cells;
    String last;
    do {
      table.append("<mtr>");
      cells = 0;
      do {
        last = latex.row();
        table.append("<mtd").append(alignment(columns, cells)).append('>');
        table.append(last).append("</mtd>");
        cells++;
      } while (source.take("&"));
      table.append("</mtr>");
      rows++;
    } while (newRow());
    if (rows == 1 && cells == 1 && style.equals("nj-gather")) {
      return last;
    }
    String shown =
        style.equals("nj-align") || style.equals("nj-gather") ? " displaystyle=\"true\"" : "";
    return "<mtable class=\"" + style + "\"" + shown + ">" + table + "</mtable>";
  }

  /// Takes the end of a row; a break before the environment's end starts no other row.
  private boolean newRow() throws TexException {
    if (!source.take("\\\\") && !source.take("\\cr")) {
      return false;
    }
    source.takeDirect('*');
    source.option();
    String token = source.peek();
    return !token.equals("\\end") && !token.isEmpty() && !token.equals("}");
  }

  private static String alignment(String columns, int column) {
    char side = column < columns.length() ? columns.charAt(column) : 'c';
    return switch (side) {
      case 'l' -> " style=\"text-align:left\"";
      case 'r' -> " style=\"text-align:right\"";
      default -> "";
    };
  }
}
