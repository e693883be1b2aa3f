package dev.nightjar.template;

import dev.nightjar.template.Token.Kind;
import java.util.List;

/// The words of an expression, one after the other. Not thread-safe.
class Cursor {
  /// As long as it may be, a chain such as `1 + 1 + …` fits on a thread's stack.
  private static final int LONGEST = 1_000;

  private final List<Token> tokens;
  private int at;

  Cursor(List<Token> tokens) {
    if (tokens.size() > LONGEST) {
      throw new TemplateException("an expression has more than %,d words".formatted(LONGEST));
    }
    this.tokens = tokens;
  }

  final Token peek() {
    return tokens.get(at);
  }

  final Token take() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  final boolean skip(String sign) {
    boolean there = peek().is(sign);
    at += there ? 1 : 0;
    return there;
  }

  final boolean skipName(String name) {
    boolean there = peek().isName(name);
    at += there ? 1 : 0;
    return there;
  }

  final void expect(String sign) {
    if (!skip(sign)) {
      throw new TemplateException("'%s' is expected, not %s".formatted(sign, peek().words()));
    }
  }

  final String name() {
    if (peek().kind() != Kind.NAME) {
      throw new TemplateException("a name is expected, not %s".formatted(peek().words()));
    }
    return take().text();
  }

  final void end() {
    if (peek().kind() != Kind.END) {
      throw new TemplateException("%s is not expected here".formatted(peek().words()));
    }
  }

  /// The word after the next.
  final Token second() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }
}
