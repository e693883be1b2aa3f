package dev.nightjar.template;

import dev.nightjar.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Divides the inside of `{{ }}` and `{% %}` into words.
final class Lexer {
  private static final List<String> SIGNS =
      List.of(
          "==", "!=", "<=", ">=", "//", "**", "+", "-", "*", "/", "%", "~", "|", "(", ")", "[", "]",
          "{", "}", ",", ":", ".", "<", ">", "=");

  private final String text;
  private int at;

  private Lexer(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /// The words from `from` up to before `end`.
  record Words(List<Token> tokens, int end) {}

  /// The words from `from` up to the closing `}}` or `%}`, which is not one that is in brackets or
  /// quotes.
  static Words words(String text, int from, String close) {
    return new Lexer(text, from).words(close);
  }

  private Words words(String close) {
    List<Token> tokens = new ArrayList<>();
    int open = 0;
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at >= text.length()) {
        throw new TemplateException(
            "'%s' is missing after %s".formatted(close, brief(text, tokens)));
      }
      if (open == 0 && (text.startsWith(close, at) || text.startsWith("-" + close, at))) {
        tokens.add(new Token(Kind.END, "", at));
        return new Words(tokens, at);
      }
      Token token = next();
      if (token.kind() == Kind.SIGN) {
        open += "([{".contains(token.text()) ? 1 : ")]}".contains(token.text()) ? -1 : 0;
      }
      tokens.add(token);
    }
  }

  private static String brief(String text, List<Token> tokens) {
    int from = tokens.isEmpty() ? text.length() : tokens.getFirst().offset();
    String rest = text.substring(from).strip();
    return rest.isEmpty()
        ? "the opening braces"
        : "'%s'".formatted(rest.length() > 40 ? rest.substring(0, 40) + "…" : rest);
  }

  private Token next() {
    int start = at;
    char c = text.charAt(at);
    if (c == '\'' || c == '"') {
      return string(c);
    }
    if (Character.isDigit(c)) {
      return number();
    }
    if (Character.isLetter(c) || c == '_') {
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
        at++;
      }
      return new Token(Kind.NAME, text.substring(start, at), start);
    }
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        at += sign.length();
        return new Token(Kind.SIGN, sign, start);
      }
    }
    throw new TemplateException("'%s' means nothing here".formatted(c));
  }

  private Token number() {
    int start = at;
    digits();
    boolean isFloat = false;
    if (at + 1 < text.length()
        && text.charAt(at) == '.'
        && Character.isDigit(text.charAt(at + 1))) {
      isFloat = true;
      at++;
      digits();
    }
    if (at + 1 < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int sign = text.charAt(at + 1) == '-' || text.charAt(at + 1) == '+' ? 1 : 0;
      if (at + 1 + sign < text.length() && Character.isDigit(text.charAt(at + 1 + sign))) {
        isFloat = true;
        at += 1 + sign;
        digits();
      }
    }
    String digits = text.substring(start, at).replace("_", "");
    if (digits.length() > 300) {
      throw new TemplateException("a number of %d digits is too long".formatted(digits.length()));
    }
    return new Token(isFloat ? Kind.FLOAT : Kind.INTEGER, digits, start);
  }

  private void digits() {
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
  }

  private Token string(char quote) {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        char escaped = text.charAt(at++);
        switch (escaped) {
          case 'n' -> value.append('\n');
          case 't' -> value.append('\t');
          case 'r' -> value.append('\r');
          case '\\', '\'', '"' -> value.append(escaped);
          default -> value.append('\\').append(escaped);
        }
      } else {
        value.append(c);
      }
    }
    if (at >= text.length()) {
      throw new TemplateException("a text begins with %s and does not end".formatted(quote));
    }
    at++;
    return new Token(Kind.STRING, value.toString(), start);
  }
}
