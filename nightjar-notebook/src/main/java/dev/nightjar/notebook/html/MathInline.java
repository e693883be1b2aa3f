package dev.nightjar.notebook.html;

import java.util.HashSet;
import java.util.Set;
import org.commonmark.node.CustomNode;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/// A formula within a paragraph: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` (also with two backslashes, as
/// Jupyter has them) or `\begin{…}…\end{…}`.
final class MathInline extends CustomNode {
  final String tex;
  final boolean display;

  private MathInline(String tex, boolean display) {
    this.tex = tex;
    this.display = display;
  }

  /// Finds formulas where a `$` or backslash stands.
  static final class Factory implements InlineContentParserFactory {
    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of('$', '\\');
    }

    @Override
    public InlineContentParser create() {
      return new Finder();
    }
  }

  private static final class Finder implements InlineContentParser {
    /// Ends that do not come any more in this paragraph: looked for once, not after each start.
    private final Set<String> missing = new HashSet<>();

    @Override
    public ParsedInline tryParse(InlineParserState state) {
      Scanner scanner = state.scanner();
      if (scanner.next("$$")) {
        return upTo(scanner, "$$", true);
      }
      if (scanner.next('$')) {
        return dollars(scanner);
      }
      if (scanner.next("\\\\(") || scanner.next("\\\\[")) {
        char open = (char) scanner.peekPreviousCodePoint();
        return upTo(scanner, open == '(' ? "\\\\)" : "\\\\]", open == '[');
      }
      if (scanner.next("\\(") || scanner.next("\\[")) {
        char open = (char) scanner.peekPreviousCodePoint();
        return upTo(scanner, open == '(' ? "\\)" : "\\]", open == '[');
      }
      return scanner.next("\\begin{") ? environment(scanner) : ParsedInline.none();
    }

    private ParsedInline environment(Scanner scanner) {
      Position start = scanner.position();
      if (scanner.find('}') < 0) {
        return ParsedInline.none();
      }
      String name = scanner.getSource(start, scanner.position()).getContent();
      if (!MathBlock.isEnvironment(name)) {
        return ParsedInline.none();
      }
      scanner.next();
      Position body = scanner.position();
      String end = "\\end{" + name + "}";
      while (!missing.contains(end) && scanner.find('\\') >= 0) {
        if (scanner.next(end)) {
          String rest = scanner.getSource(body, scanner.position()).getContent();
          return ParsedInline.of(
              new MathInline("\\begin{" + name + "}" + rest, true), scanner.position());
        }
        scanner.next();
      }
      missing.add(end);
      return ParsedInline.none();
    }

    private ParsedInline upTo(Scanner scanner, String end, boolean display) {
      Position start = scanner.position();
      while (!missing.contains(end) && scanner.find(end.charAt(0)) >= 0) {
        Position close = scanner.position();
        if (scanner.next(end)) {
          String tex = scanner.getSource(start, close).getContent();
          return tex.isBlank()
              ? ParsedInline.none()
              : ParsedInline.of(new MathInline(tex, display), scanner.position());
        }
        scanner.next();
      }
      missing.add(end);
      return ParsedInline.none();
    }

    /// `$…$`, unless it rather is money: see [#isFormula].
    private ParsedInline dollars(Scanner scanner) {
      Position start = scanner.position();
      while (!missing.contains("$") && scanner.hasNext()) {
        if (scanner.peek() == '\\') {
          scanner.next();
          if (scanner.hasNext()) {
            scanner.next();
          }
        } else if (scanner.peek() == '$') {
          String tex = scanner.getSource(start, scanner.position()).getContent();
          scanner.next();
          return isFormula(tex, scanner.peek())
              ? ParsedInline.of(new MathInline(tex, false), scanner.position())
              : ParsedInline.none();
        } else {
          scanner.next();
        }
      }
      missing.add("$");
      return ParsedInline.none();
    }

    /// Pandoc's rule: no blank inside the dollars, no digit behind. Formulas with blanks on both
    /// sides are accepted if they look like TeX, since Jupyter's users write them.
    private static boolean isFormula(String tex, char after) {
      if (tex.isBlank() || after >= '0' && after <= '9') {
        return false;
      }
      boolean blankStart = Character.isWhitespace(tex.charAt(0));
      boolean blankEnd = Character.isWhitespace(tex.charAt(tex.length() - 1));
      boolean looksLikeTex = tex.strip().length() == 1 || tex.matches("(?s).*[\\\\^_={}<>+].*");
      return blankEnd ? looksLikeTex && blankStart : looksLikeTex || !blankStart;
    }
  }
}
