package dev.nightjar.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands in `{{ }}`.
sealed interface Expression {
  record Constant(@Nullable Object value) implements Expression {}

  record Name(String name) implements Expression {}

  record Attribute(Expression of, String name) implements Expression {}

  record Item(Expression of, Expression key) implements Expression {}

  record Slice(
      Expression of, @Nullable Expression from, @Nullable Expression to, @Nullable Expression step)
      implements Expression {}

  record Call(Expression function, Given given) implements Expression {}

  record Filter(Expression of, String name, Given given) implements Expression {}

  record Test(Expression of, String name, Given given, boolean negated) implements Expression {}

  record ListOf(List<Expression> elements) implements Expression {}

  record MapOf(List<Expression> keys, List<Expression> values) implements Expression {}

  record Unary(String sign, Expression of) implements Expression {}

  record Binary(String sign, Expression left, Expression right) implements Expression {}

  /// A chain: `1 < n <= 9`.
  record Comparison(Expression first, List<String> signs, List<Expression> others)
      implements Expression {}

  record Choice(Expression condition, Expression then, @Nullable Expression otherwise)
      implements Expression {}

  /// What a function is given.
  record Given(List<Expression> positional, Map<String, Expression> named) {
    static final Given NOTHING = new Given(List.of(), Map.of());
  }
}
