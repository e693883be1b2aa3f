package dev.nightjar.template;

import dev.nightjar.template.Expression.Given;
import dev.nightjar.template.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes an expression of words, by Jinja's precedence. Not thread-safe.
final class ExpressionParser extends Cursor {
  private static final int DEEPEST = 100;

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");

  private int depth;

  ExpressionParser(List<Token> tokens) {
    super(tokens);
  }

  /// An expression with all that belongs to it.
  Expression expression() {
    if (++depth > DEEPEST) {
      throw new TemplateException(
          "there are more than %d brackets in each other".formatted(DEEPEST));
    }
    Expression value = or();
    while (skipName("if")) {
      Expression condition = or();
      value = new Expression.Choice(condition, value, skipName("else") ? expression() : null);
    }
    depth--;
    return value;
  }

  /// One that is no `… if …`: what a loop goes over.
  Expression or() {
    Expression left = and();
    while (skipName("or")) {
      left = new Expression.Binary("or", left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (skipName("and")) {
      left = new Expression.Binary("and", left, not());
    }
    return left;
  }

  private Expression not() {
    int nots = 0;
    while (skipName("not")) {
      nots++;
    }
    Expression value = comparison();
    return nots == 0
        ? value
        : nots % 2 == 1
            ? new Expression.Unary("not", value)
            : new Expression.Unary("not", new Expression.Unary("not", value));
  }

  private Expression comparison() {
    Expression first = sum();
    List<String> signs = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    while (true) {
      if (peek().kind() == Kind.SIGN && COMPARISONS.contains(peek().text())) {
        signs.add(take().text());
      } else if (skipName("in")) {
        signs.add("in");
      } else if (peek().isName("not") && second().isName("in")) {
        take();
        take();
        signs.add("not in");
      } else {
        return signs.isEmpty() ? first : new Expression.Comparison(first, signs, others);
      }
      others.add(sum());
    }
  }

  private Expression sum() {
    Expression left = concatenation();
    while (peek().is("+") || peek().is("-")) {
      left = new Expression.Binary(take().text(), left, concatenation());
    }
    return left;
  }

  private Expression concatenation() {
    Expression left = product();
    while (skip("~")) {
      left = new Expression.Binary("~", left, product());
    }
    return left;
  }

  private Expression product() {
    Expression left = power();
    while (peek().is("*") || peek().is("/") || peek().is("//") || peek().is("%")) {
      left = new Expression.Binary(take().text(), left, power());
    }
    return left;
  }

  private Expression power() {
    Expression left = unary(true);
    while (skip("**")) {
      left = new Expression.Binary("**", left, unary(true));
    }
    return left;
  }

  private Expression unary(boolean filtered) {
    if (++depth > DEEPEST) {
      throw new TemplateException("there are more than %d signs in a row".formatted(DEEPEST));
    }
    Expression value =
        peek().is("-") || peek().is("+")
            ? new Expression.Unary(take().text(), unary(false))
            : postfixed(primary());
    depth--;
    return filtered ? filtered(value) : value;
  }

  private Expression primary() {
    Token token = take();
    return switch (token.kind()) {
      case INTEGER -> new Expression.Constant(Numbers.small(new BigInteger(token.text())));
      case FLOAT -> new Expression.Constant(Double.parseDouble(token.text()));
      case STRING -> {
        StringBuilder text = new StringBuilder(token.text());
        while (peek().kind() == Kind.STRING) {
          text.append(take().text());
        }
        yield new Expression.Constant(text.toString());
      }
      case NAME ->
          switch (token.text()) {
            case "true", "True" -> new Expression.Constant(true);
            case "false", "False" -> new Expression.Constant(false);
            case "none", "None" -> new Expression.Constant(null);
            default -> new Expression.Name(token.text());
          };
      case SIGN ->
          switch (token.text()) {
            case "(" -> parenthesis();
            case "[" -> new Expression.ListOf(elements("]"));
            case "{" -> map();
            default ->
                throw new TemplateException("%s is not expected here".formatted(token.words()));
          };
      case END -> throw new TemplateException("there is nothing to print");
    };
  }

  private Expression parenthesis() {
    if (skip(")")) {
      return new Expression.ListOf(List.of());
    }
    Expression first = expression();
    if (skip(")")) {
      return first;
    }
    expect(",");
    List<Expression> elements = new ArrayList<>(List.of(first));
    elements.addAll(elements(")"));
    return new Expression.ListOf(elements);
  }

  private List<Expression> elements(String close) {
    List<Expression> elements = new ArrayList<>();
    while (!skip(close)) {
      elements.add(expression());
      if (!peek().is(close)) {
        expect(",");
      }
    }
    return elements;
  }

  private Expression map() {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!skip("}")) {
      keys.add(expression());
      expect(":");
      values.add(expression());
      if (!peek().is("}")) {
        expect(",");
      }
    }
    return new Expression.MapOf(keys, values);
  }

  private Expression postfixed(Expression value) {
    Expression of = value;
    while (true) {
      if (skip(".")) {
        of =
            peek().kind() == Kind.INTEGER
                ? new Expression.Item(of, primary())
                : new Expression.Attribute(of, name());
      } else if (skip("[")) {
        of = subscript(of);
      } else if (skip("(")) {
        of = new Expression.Call(of, given());
      } else {
        return of;
      }
    }
  }

  private Expression subscript(Expression of) {
    Expression from = peek().is(":") ? null : expression();
    if (from != null && skip("]")) {
      return new Expression.Item(of, from);
    }
    expect(":");
    Expression to = end(":", "]") ? null : expression();
    Expression step = skip(":") && !peek().is("]") ? expression() : null;
    expect("]");
    return new Expression.Slice(of, from, to, step);
  }

  private boolean end(String... signs) {
    return List.of(signs).contains(peek().text()) && peek().kind() == Kind.SIGN;
  }

  /// What stands in the parentheses of a call, the first of which is taken.
  private Given given() {
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!skip(")")) {
      if (peek().kind() == Kind.NAME && second().is("=")) {
        String name = name();
        expect("=");
        named.put(name, expression());
      } else {
        positional.add(expression());
      }
      if (!peek().is(")")) {
        expect(",");
      }
    }
    return new Given(positional, named);
  }

  private Expression filtered(Expression value) {
    Expression of = value;
    while (true) {
      if (skip("|")) {
        String name = name();
        of = new Expression.Filter(of, name, skip("(") ? given() : Given.NOTHING);
      } else if (skipName("is")) {
        boolean negated = skipName("not");
        String name = name();
        of = new Expression.Test(of, name, tested(name), negated);
      } else {
        return of;
      }
    }
  }

  /// What a test compares with: in parentheses, or without where it can be nothing else.
  private Given tested(String name) {
    if (skip("(")) {
      return given();
    }
    @Nullable Token next = Tests.TAKES_ONE.contains(name) ? peek() : null;
    return next == null || next.kind() == Kind.END
        ? Given.NOTHING
        : new Given(List.of(postfixed(primary())), Map.of());
  }
}
