package dev.nightjar.notebook.html;

import java.util.Set;
import org.commonmark.node.Block;
import org.commonmark.node.CustomBlock;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.SourceLines;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockParserFactory;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;
import org.jspecify.annotations.Nullable;

/// A formula that starts a line with `$$`, `\[` or `\begin{…}` and may go over several, none of
/// them blank. What looks like markdown in it stays as it is. If it does not end it is a paragraph,
/// as is text that follows its end.
final class MathBlock extends CustomBlock {
  private static final Set<String> ENVIRONMENTS =
      Set.of(
          "equation align alignat aligned flalign gather gathered multline eqnarray split cases"
              .concat(" matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix array displaymath math")
              .concat(" subequations smallmatrix dcases")
              .split(" "));

  /// The formula, or null if it has no end.
  @Nullable String tex;

  static boolean isEnvironment(String name) {
    return ENVIRONMENTS.contains(name.endsWith("*") ? name.substring(0, name.length() - 1) : name);
  }

  /// Starts a [MathBlock] where a line starts like one.
  static final class Factory implements BlockParserFactory {
    @Override
    public @Nullable BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
      if (state.getIndent() >= 4) {
        return BlockStart.none();
      }
      String line =
          state
              .getLine()
              .getContent()
              .subSequence(state.getNextNonSpaceIndex(), state.getLine().getContent().length())
              .toString();
      String end = end(line);
      return end.isEmpty()
          ? BlockStart.none()
          : BlockStart.of(new Lines(end)).atIndex(state.getNextNonSpaceIndex());
    }

    private static String end(String line) {
      if (line.startsWith("$$")) {
        return "$$";
      }
      if (line.startsWith("\\\\[")) {
        return "\\\\]";
      }
      if (line.startsWith("\\[")) {
        return "\\]";
      }
      int brace = line.indexOf('}');
      String name = line.startsWith("\\begin{") && brace > 0 ? line.substring(7, brace) : "";
      return isEnvironment(name) ? "\\end{" + name + "}" : "";
    }
  }

  private static final class Lines extends AbstractBlockParser {
    private final MathBlock block = new MathBlock();
    private final String end;
    private final StringBuilder text = new StringBuilder();
    private final SourceLines all = new SourceLines();
    private final SourceLines rest = new SourceLines();

    Lines(String end) {
      this.end = end;
    }

    @Override
    public Block getBlock() {
      return block;
    }

    @Override
    public @Nullable BlockContinue tryContinue(ParserState state) {
      return state.isBlank() || block.tex != null
          ? BlockContinue.none()
          : BlockContinue.atIndex(state.getIndex());
    }

    @Override
    public void addLine(SourceLine line) {
      all.addLine(line);
      String content = line.getContent().toString();
      int opening = text.isEmpty() && !end.startsWith("\\end") ? end.length() : 0;
      int close = content.indexOf(end, opening);
      if (close < 0) {
        text.append(content, opening, content.length()).append('\n');
        return;
      }
      boolean environment = end.startsWith("\\end");
      text.append(content, opening, environment ? close + end.length() : close);
      block.tex = text.toString();
      SourceLine behind = line.substring(close + end.length(), content.length());
      if (!behind.getContent().toString().isBlank()) {
        rest.addLine(behind);
      }
    }

    @Override
    public void parseInlines(InlineParser inlines) {
      SourceLines lines = block.tex == null ? all : rest;
      if (!lines.isEmpty()) {
        inlines.parse(lines, block);
      }
    }
  }
}
