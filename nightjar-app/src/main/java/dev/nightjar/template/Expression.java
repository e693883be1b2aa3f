package dev.nightjar.template;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What stands in `{{ }}`.
sealed interface Expression {
  /// What it is made of; given values aside, those of functions, filters and tests.
  default List<Expression> inner() {
    return switch (this) {
      case Constant _, Name _ -> List.of();
      case Attribute(var of, _) -> List.of(of);
      case Item(var of, var key) -> List.of(of, key);
      case Slice(var of, var from, var to, var step) ->
          Stream.of(of, from, to, step).<Expression>mapMulti(Expression::ifThere).toList();
      case Call(var function, _) -> List.of(function);
      case Filter(var of, _, _) -> List.of(of);
      case Test(var of, _, _, _) -> List.of(of);
      case ListOf(var elements) -> elements;
      case MapOf(var keys, var values) -> Stream.concat(keys.stream(), values.stream()).toList();
      case Unary(_, var of) -> List.of(of);
      case Binary(_, var left, var right) -> List.of(left, right);
      case Comparison(var first, _, var others) ->
          Stream.concat(Stream.of(first), others.stream()).toList();
      case Choice(var condition, var then, var otherwise) ->
          Stream.of(condition, then, otherwise).<Expression>mapMulti(Expression::ifThere).toList();
    };
  }

  private static void ifThere(@Nullable Expression expression, Consumer<Expression> to) {
    if (expression != null) {
      to.accept(expression);
    }
  }

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
