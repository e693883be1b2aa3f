package dev.nightjar.notebook.html;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Source code as HTML with a `<span>` around what is not plain: `nj-k` keyword, `nj-s` string,
/// `nj-c` comment, `nj-n` number, `nj-d` defined name or decorator, `nj-u` built-in, `nj-m` magic.
///
/// Reads each character a fixed number of times. Not thread-safe; one object serves one piece.
final class Highlighter {
  private static final Pattern CELL_MAGIC = Pattern.compile("\\A\\s*%%(\\w+)[^\n]*\n?");
  private static final Map<String, String> MAGIC_LANGUAGES =
      Map.ofEntries(
          Map.entry("R", "r"),
          Map.entry("script", "bash"),
          Map.entry("system", "bash"),
          Map.entry("js", "javascript"),
          Map.entry("bigquery", "sql"),
          Map.entry("writefile", "other"),
          Map.entry("file", "other"));
  private static final Pattern DEFINING =
      Pattern.compile("def|class|function|fun|struct|module|trait|object|interface|record|enum");

  private final Grammar grammar;
  private final String code;
  private final boolean nested;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private boolean defining;

  private Highlighter(String code, Grammar grammar, boolean nested) {
    this.code = code;
    this.grammar = grammar;
    this.nested = nested;
  }

  /// The code of a cell, whose first line may be a cell magic (`%%bash`) that names its language.
  static String cell(String code, String language) {
    Matcher magic = CELL_MAGIC.matcher(code);
    if (!magic.find()) {
      return highlight(code, language);
    }
    String name = magic.group(1);
    String inner = MAGIC_LANGUAGES.getOrDefault(name, Grammar.isKnown(name) ? name : language);
    return span("nj-m", magic.group().stripTrailing())
        + (magic.group().endsWith("\n") ? "\n" : "")
        + highlight(code.substring(magic.end()), inner);
  }

  static String highlight(String code, String language) {
    return new Highlighter(code, Grammar.of(language), false).run();
  }

  private String run() {
    while (at < code.length()) {
      if (!magic() && !comment() && !string() && !number() && !word()) {
        PageWriter.escape(code, at, at + 1, out);
        at++;
      }
    }
    return out.toString();
  }

  private static String span(String style, String text) {
    return "<span class=\"" + style + "\">" + PageWriter.escape(text) + "</span>";
  }

  private void take(String style, int end) {
    out.append(span(style, code.substring(at, end)));
    at = end;
  }

  private boolean atLineStart() {
    for (int i = at - 1; i >= 0 && code.charAt(i) != '\n'; i--) {
      if (code.charAt(i) != ' ' && code.charAt(i) != '\t') {
        return false;
      }
    }
    return true;
  }

  private int lineEnd() {
    int end = code.indexOf('\n', at);
    return end < 0 ? code.length() : end;
  }

  /// `%matplotlib inline`, `!ls`, `?name`, and decorators.
  private boolean magic() {
    char c = code.charAt(at);
    if ("%!?@".indexOf(c) < 0 || !atLineStart()) {
      return false;
    }
    if (grammar.has("magic") && (c == '!' || c == '?' || c == '%' && next(1) != ' ')) {
      int end = at + 1;
      while (end < code.length() && (isWordPart(code.charAt(end)) || code.charAt(end) == '%')) {
        end++;
      }
      take("nj-m", c == '!' ? at + 1 : end);
      return true;
    }
    if (grammar.has("decorator") && c == '@') {
      int end = at + 1;
      while (end < code.length() && (isWordPart(code.charAt(end)) || code.charAt(end) == '.')) {
        end++;
      }
      take("nj-d", end);
      return true;
    }
    return false;
  }

  private char next(int distance) {
    return at + distance < code.length() ? code.charAt(at + distance) : '\n';
  }

  private boolean comment() {
    if (grammar.blocks().size() == 2 && code.startsWith(grammar.blocks().get(0), at)) {
      String end = grammar.blocks().get(1);
      int close = code.indexOf(end, at + grammar.blocks().get(0).length());
      take("nj-c", close < 0 ? code.length() : close + end.length());
      return true;
    }
    for (String start : grammar.comments()) {
      if (code.startsWith(start, at)) {
        take("nj-c", lineEnd());
        return true;
      }
    }
    return false;
  }

  private boolean string() {
    int start = at;
    while (start < at + 3
        && start < code.length()
        && grammar.prefixes().indexOf(code.charAt(start)) >= 0) {
      start++;
    }
    for (Grammar.Quote quote : grammar.quotes()) {
      if (code.startsWith(quote.mark(), start)) {
        boolean formatted =
            grammar.has("fstring") && code.substring(at, start).matches(".*[fFtT].*");
        string(start + quote.mark().length(), quote, formatted);
        return true;
      }
    }
    return false;
  }

  private void string(int from, Grammar.Quote quote, boolean isFormatted) {
    boolean formatted = isFormatted && !nested;
    int i = from;
    while (i < code.length()) {
      char c = code.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '\n' && !quote.multiline()) {
        break;
      } else if (c == quote.mark().charAt(0) && code.startsWith(quote.mark(), i)) {
        i += quote.mark().length();
        break;
      } else if (formatted && c == '{' && i + 1 < code.length() && code.charAt(i + 1) == '{') {
        i++;
      } else if (formatted && c == '{') {
        int end = fieldEnd(i);
        formatted = end >= 0;
        if (formatted) {
          take("nj-s", i + 1);
          out.append(new Highlighter(code.substring(i + 1, end), grammar, true).run());
          at = end;
          i = end - 1;
        }
      }
      i++;
    }
    take("nj-s", Math.min(i, code.length()));
  }

  /// The end of `{…}` in an f-string, or -1 if the line ends first.
  private int fieldEnd(int open) {
    int depth = 0;
    for (int i = open; i < code.length() && code.charAt(i) != '\n'; i++) {
      depth += code.charAt(i) == '{' ? 1 : code.charAt(i) == '}' ? -1 : 0;
      if (depth == 0 || "\"'".indexOf(code.charAt(i)) >= 0 && code.indexOf('}', i) < 0) {
        return i;
      }
    }
    return open + 1;
  }

  private boolean number() {
    char c = code.charAt(at);
    if (!isDigit(c) && !(c == '.' && isDigit(next(1)))) {
      return false;
    }
    int end = at + 1;
    while (end < code.length()) {
      char d = code.charAt(end);
      boolean sign = (d == '+' || d == '-') && "eE".indexOf(code.charAt(end - 1)) >= 0;
      if (!Character.isLetterOrDigit(d) && d != '.' && d != '_' && !sign) {
        break;
      }
      end++;
    }
    take("nj-n", end);
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || grammar.wordCharacters().indexOf(c) >= 0;
  }

  private boolean word() {
    char c = code.charAt(at);
    if (grammar.has("variables") && c == '$' && isWordPart(next(1))) {
      at++;
      int end = wordEnd();
      at--;
      take("nj-u", end);
      return true;
    }
    if (!Character.isLetter(c) && c != '_') {
      return false;
    }
    int end = wordEnd();
    String word = code.substring(at, end);
    boolean member = at > 0 && code.charAt(at - 1) == '.';
    if (defining) {
      take("nj-d", end);
      defining = false;
    } else if (!member && grammar.isKeyword(word)) {
      take("nj-k", end);
      defining = DEFINING.matcher(word).matches();
    } else if (!member && grammar.isBuiltin(word)) {
      take("nj-u", end);
    } else {
      PageWriter.escape(code, at, end, out);
      at = end;
    }
    if (grammar.has("transpose") && at < code.length() && code.charAt(at) == '\'') {
      out.append("&#39;");
      at++;
    }
    return true;
  }

  private int wordEnd() {
    int end = at;
    while (end < code.length() && isWordPart(code.charAt(end))) {
      end++;
    }
    return end;
  }
}
