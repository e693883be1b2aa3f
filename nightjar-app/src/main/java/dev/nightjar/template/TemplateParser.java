package dev.nightjar.template;

import java.util.ArrayList;
import java.util.List;

/// Divides a template into its parts. Not thread-safe.
final class TemplateParser {
  private static final int DEEPEST = 50;

  private final String text;
  private int at;
  private int depth;

  /// The statement that ended the parts read last; empty for the end of the template.
  private String endedBy = "";

  /// Whether blanks after what was read last are left out.
  private boolean trimNext;

  private ExpressionParser statement = new ExpressionParser(List.of());

  private TemplateParser(String text) {
    this.text = text;
  }

  /// Whether there is anything to render.
  static boolean isTemplate(String text) {
    return text.contains("{{") || text.contains("{%") || text.contains("{#");
  }

  static List<Part> parse(String text) {
    return new TemplateParser(text).parts(List.of());
  }

  /// The parts up to one of some statements, or the end where there are none of them.
  private List<Part> parts(List<String> ends) {
    if (++depth > DEEPEST) {
      throw new TemplateException("more than %d statements in each other".formatted(DEEPEST));
    }
    List<Part> parts = new ArrayList<>();
    while (true) {
      int open = next();
      boolean trims = open >= 0 && open + 2 < text.length() && text.charAt(open + 2) == '-';
      addText(text.substring(at, open < 0 ? text.length() : open), trims, parts);
      if (open < 0) {
        at = text.length();
        endedBy = "";
        if (!ends.isEmpty()) {
          throw new TemplateException("{%% %s %%} is missing at the end".formatted(ends.getLast()));
        }
        depth--;
        return parts;
      }
      int from = open + (trims ? 3 : 2);
      char kind = text.charAt(open + 1);
      if (kind == '#') {
        comment(from);
        continue;
      }
      ExpressionParser parser = words(from, kind == '{' ? "}}" : "%}");
      if (kind == '{') {
        parts.add(new Part.Output(parser.expression()));
        parser.end();
        continue;
      }
      String word = parser.name();
      if (ends.contains(word)) {
        endedBy = word;
        statement = parser;
        depth--;
        return parts;
      }
      parts.add(statement(word, parser));
    }
  }

  private void addText(String between, boolean trimEnd, List<Part> parts) {
    String start = trimNext ? between.stripLeading() : between;
    String trimmed = trimEnd ? start.stripTrailing() : start;
    trimNext = false;
    if (!trimmed.isEmpty()) {
      parts.add(new Part.Text(trimmed));
    }
  }

  private void comment(int from) {
    int close = text.indexOf("#}", from);
    if (close < 0) {
      throw new TemplateException("'#}' is missing");
    }
    trimNext = close > from && text.charAt(close - 1) == '-';
    at = close + 2;
  }

  private int next() {
    for (int i = text.indexOf('{', at); i >= 0; i = text.indexOf('{', i + 1)) {
      if (i + 1 < text.length() && "{%#".indexOf(text.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private ExpressionParser words(int from, String close) {
    Lexer.Words words = Lexer.words(text, from, close);
    trimNext = text.charAt(words.end()) == '-';
    at = words.end() + (trimNext ? 3 : 2);
    return new ExpressionParser(words.tokens());
  }

  private String raw() {
    int from = at;
    boolean trimmed = trimNext;
    for (int open = text.indexOf("{%", at); open >= 0; open = text.indexOf("{%", open + 2)) {
      int close = text.indexOf("%}", open);
      if (close < 0) {
        break;
      }
      String inside = text.substring(open + 2, close);
      if (inside.replace("-", " ").strip().equals("endraw")) {
        at = close + 2;
        trimNext = inside.endsWith("-");
        String raw = text.substring(from, open);
        raw = inside.startsWith("-") ? raw.stripTrailing() : raw;
        return trimmed ? raw.stripLeading() : raw;
      }
    }
    throw new TemplateException("{% endraw %} is missing");
  }

  private Part statement(String word, ExpressionParser parser) {
    return switch (word) {
      case "if" -> choice(parser);
      case "for" -> loop(parser);
      case "set" -> {
        String name = parser.name();
        parser.expect("=");
        Expression value = parser.expression();
        parser.end();
        yield new Part.Set(name, value);
      }
      case "raw" -> {
        parser.end();
        yield new Part.Text(raw());
      }
      case "elif", "else", "endif", "endfor" ->
          throw new TemplateException("{%% %s %%} belongs to nothing".formatted(word));
      default ->
          throw new TemplateException(
              "{%% %s %%} is not there: there are if, for, set and raw".formatted(word));
    };
  }

  private Part choice(ExpressionParser first) {
    List<Part.Branch> branches = new ArrayList<>();
    ExpressionParser parser = first;
    while (true) {
      Expression condition = parser.expression();
      parser.end();
      branches.add(new Part.Branch(condition, parts(List.of("elif", "else", "endif"))));
      if (endedBy.equals("elif")) {
        parser = statement;
        continue;
      }
      if (endedBy.equals("else")) {
        statement.end();
        branches.add(new Part.Branch(new Expression.Constant(true), parts(List.of("endif"))));
      }
      return new Part.If(branches);
    }
  }

  private Part loop(ExpressionParser parser) {
    List<String> names = new ArrayList<>(List.of(parser.name()));
    while (parser.skip(",")) {
      names.add(parser.name());
    }
    if (!parser.skipName("in")) {
      throw new TemplateException("'in' is expected, not %s".formatted(parser.peek().words()));
    }
    Expression in = parser.or();
    parser.end();
    List<Part> body = parts(List.of("else", "endfor"));
    List<Part> otherwise = endedBy.equals("else") ? parts(List.of("endfor")) : List.of();
    return new Part.For(names, in, body, otherwise);
  }
}
