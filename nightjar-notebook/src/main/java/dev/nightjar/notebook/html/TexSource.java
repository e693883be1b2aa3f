package dev.nightjar.notebook.html;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// LaTeX source, read from left to right, with the macros that the notebook defines put in place.
/// Not thread-safe.
final class TexSource {
  /// A formula that can't be shown; its source is shown instead.
  static final class TexException extends Exception {
    private static final long serialVersionUID = 1L;

    TexException(String message) {
      super(message);
    }
  }

  /// What `\newcommand` defined: `#1` … `#9` in the body stand for the arguments.
  record Macro(int arguments, String body) {}

  /// The macros of a notebook: a cell's definitions hold for the cells after it, as with MathJax.
  static final class Macros {
    private final Map<String, Macro> byName = new HashMap<>();
  }

  private static final int LONGEST = 50_000;
  private static final int MOST_EXPANSIONS = 500;

  private final Macros macros;
  private String text;
  private int at;
  private int expansions;

  TexSource(String text, Macros macros) throws TexException {
    this.text = text;
    this.macros = macros;
    checkLength();
  }

  private void checkLength() throws TexException {
    if (text.length() > LONGEST) {
      throw new TexException("longer than " + LONGEST + " characters");
    }
  }

  /// The next token without taking it: one character, `\name` or `\` with one sign; empty at the
  /// end. Blanks and comments before it are skipped, macros expanded.
  String peek() throws TexException {
    while (true) {
      skipBlanks();
      if (at == text.length()) {
        return "";
      }
      String token = token();
      Macro macro = token.startsWith("\\") ? macros.byName.get(token.substring(1)) : null;
      if (macro == null) {
        return token;
      }
      at += token.length();
      expand(macro);
    }
  }

  /// Takes the next token.
  String next() throws TexException {
    String token = peek();
    at += token.length();
    return token;
  }

  /// Takes the next token if it is `token`.
  boolean take(String token) throws TexException {
    if (peek().equals(token)) {
      at += token.length();
      return true;
    }
    return false;
  }

  /// Takes what follows, if it is so, to the letter.
  boolean takeDirect(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  /// The rest of a number whose first digit was taken.
  String digits() {
    int start = at;
    while (at < text.length()
        && (Character.isDigit(text.charAt(at))
            || text.charAt(at) == '.'
                && at + 1 < text.length()
                && Character.isDigit(text.charAt(at + 1)))) {
      at++;
    }
    return text.substring(start, at);
  }

  /// Takes `{…}` (or one token) and gives its source.
  String group() throws TexException {
    skipBlanks();
    if (!takeDirect('{')) {
      String token = next();
      if (token.isEmpty()) {
        throw new TexException("an argument is missing");
      }
      return token;
    }
    int start = at;
    for (int depth = 1; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '\\' -> at++;
        case '{' -> depth++;
        case '}' -> {
          if (--depth == 0) {
            return text.substring(start, at++);
          }
        }
        default -> {}
      }
    }
    throw new TexException("a } is missing");
  }

  /// Takes `[…]` if it follows; empty if not.
  String option() throws TexException {
    skipBlanks();
    int end = at < text.length() && text.charAt(at) == '[' ? text.indexOf(']', at) : -1;
    if (end < 0) {
      return "";
    }
    String option = text.substring(at + 1, end);
    at = end + 1;
    return option;
  }

  /// Takes what follows `\newcommand`, `\renewcommand`, `\def` or `\DeclareMathOperator`.
  void define(String command) throws TexException {
    String name = group().strip();
    if (!name.startsWith("\\")) {
      throw new TexException("no command name after \\" + command);
    }
    int arguments = 0;
    if (command.equals("def")) {
      while (takeDirect('#')) {
        arguments++;
        at++;
      }
    } else if (!command.equals("DeclareMathOperator")) {
      String count = option();
      arguments = count.matches("[1-9]") ? count.charAt(0) - '0' : 0;
    }
    String body = group();
    macros.byName.put(
        name.substring(1),
        new Macro(
            arguments,
            command.equals("DeclareMathOperator") ? "\\operatorname{" + body + "}" : body));
  }

  private void expand(Macro macro) throws TexException {
    if (++expansions > MOST_EXPANSIONS) {
      throw new TexException("macros call each other without end");
    }
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < macro.arguments(); i++) {
      arguments.add(group());
    }
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < macro.body().length(); i++) {
      char c = macro.body().charAt(i);
      int number = c == '#' && i + 1 < macro.body().length() ? macro.body().charAt(i + 1) - '0' : 0;
      if (number >= 1 && number <= arguments.size()) {
        body.append(arguments.get(number - 1));
        i++;
      } else {
        body.append(c);
      }
    }
    text = body + " " + text.substring(at);
    at = 0;
    checkLength();
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '%') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  private String token() {
    char c = text.charAt(at);
    int end = at + 1;
    if (c == '\\' && end < text.length()) {
      end++;
      if (isLetter(text.charAt(at + 1))) {
        while (end < text.length() && isLetter(text.charAt(end))) {
          end++;
        }
      }
    } else if (Character.isHighSurrogate(c) && end < text.length()) {
      end++;
    }
    return text.substring(at, end);
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
