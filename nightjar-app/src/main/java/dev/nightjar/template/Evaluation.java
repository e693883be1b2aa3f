package dev.nightjar.template;

import dev.nightjar.template.Expression.Given;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Evaluates expressions. Not thread-safe.
final class Evaluation {
  private final Scope scope;
  private final Budget budget;
  private final Values values;
  private final Filters filters;
  private final Tests tests;
  private final Operators operators;

  Evaluation(Scope scope, Budget budget) {
    this.scope = scope;
    this.budget = budget;
    this.values = new Values(budget);
    this.filters = new Filters(values);
    this.tests = new Tests(values);
    this.operators = new Operators(values);
  }

  Values values() {
    return values;
  }

  /// The value; what is not there is a fault.
  @Nullable Object value(Expression expression) {
    Object value = maybe(expression);
    if (value instanceof Undefined undefined) {
      throw undefined.fault();
    }
    return value;
  }

  /// The value, or an [Undefined].
  @Nullable Object maybe(Expression expression) {
    budget.spend(1);
    return switch (expression) {
      case Expression.Constant(var value) -> value;
      case Expression.Name(var name) -> scope.find(name);
      case Expression.Attribute(var of, var name) -> attribute(value(of), name, text(of));
      case Expression.Item(var of, var key) -> item(value(of), value(key), text(of));
      case Expression.Slice slice -> slice(slice);
      case Expression.Call(var function, var given) -> call(function, given);
      case Expression.Filter(var of, var name, var given) ->
          filters.apply(name, maybe(of), arguments(name, given));
      case Expression.Test(var of, var name, var given, var negated) ->
          tests.test(name, maybe(of), arguments(name, given).positional()) != negated;
      case Expression.ListOf(var elements) -> all(elements);
      case Expression.MapOf(var keys, var of) -> {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
          Object key = value(keys.get(i));
          if (!(key instanceof String || Numbers.isNumber(key))) {
            throw new TemplateException("%s can't be a key".formatted(Values.type(key)));
          }
          map.put(Objects.requireNonNull(key), value(of.get(i)));
        }
        yield map;
      }
      case Expression.Unary(String sign, Expression of) -> operators.unary(sign, value(of));
      case Expression.Binary binary -> binary(binary);
      case Expression.Comparison comparison -> compared(comparison);
      case Expression.Choice(var condition, var then, var otherwise) ->
          values.truth(value(condition)) ? maybe(then) : otherwise == null ? "" : maybe(otherwise);
    };
  }

  private List<@Nullable Object> all(List<Expression> expressions) {
    List<@Nullable Object> all = new ArrayList<>();
    expressions.forEach(one -> all.add(value(one)));
    return all;
  }

  /// How a value is called in messages: `params`, `params.days`.
  private static String text(Expression expression) {
    return switch (expression) {
      case Expression.Name(var name) -> name;
      case Expression.Attribute(var of, var name) -> text(of) + "." + name;
      case Expression.Item(var of, Expression.Constant(String key)) -> text(of) + "." + key;
      default -> "it";
    };
  }

  private static Object orUndefined(
      @Nullable Object found, @Nullable Object of, String name, String called) {
    if (found != null) {
      return found;
    }
    Set<String> known =
        of instanceof Map<?, ?> map
            ? names(map)
            : of instanceof Thing(_, var attributes) ? attributes.keySet() : Set.of();
    return Undefined.of(name, " in " + called, known);
  }

  private static Set<String> names(Map<?, ?> map) {
    Set<String> names = new LinkedHashSet<>();
    for (Object key : map.keySet()) {
      if (key instanceof String name) {
        names.add(name);
      }
    }
    return names;
  }

  private @Nullable Object attribute(@Nullable Object of, String name, String called) {
    if (of instanceof Map<?, ?> map && map.containsKey(name)) {
      return map.get(name);
    }
    if (of instanceof Thing(_, var attributes) && attributes.containsKey(name)) {
      return attributes.get(name);
    }
    return orUndefined(Methods.find(of, name), of, name, called);
  }

  private @Nullable Object item(@Nullable Object of, @Nullable Object key, String called) {
    if (of instanceof Map<?, ?> map) {
      return map.containsKey(key)
          ? map.get(key)
          : orUndefined(null, of, PythonText.str(key, budget), called);
    }
    if (of instanceof List<?> || of instanceof String) {
      var index = Numbers.integer(key);
      int size = of instanceof List<?> list ? list.size() : ((String) of).length();
      if (index == null || index.bitLength() >= Integer.SIZE) {
        throw new TemplateException(
            "%s has elements 0 to %d, not %s"
                .formatted(called, size - 1, PythonText.str(key, budget)));
      }
      int at = index.intValue() < 0 ? index.intValue() + size : index.intValue();
      return at < 0 || at >= size
          ? Undefined.of(index.toString(), " in " + called, List.of())
          : of instanceof List<?> list
              ? list.get(at)
              : Character.toString(((String) of).charAt(at));
    }
    return key instanceof String name
        ? attribute(of, name, called)
        : Undefined.of(PythonText.str(key, budget), " in " + called, List.of());
  }

  private @Nullable Object slice(Expression.Slice slice) {
    Object of = value(slice.of());
    int step = index(slice.step(), 1, Integer.MAX_VALUE);
    if (!(of instanceof List<?> || of instanceof String) || step < 1) {
      throw new TemplateException(
          step < 1
              ? "a step of %d can't be taken".formatted(step)
              : "%s can't be cut".formatted(Values.type(of)));
    }
    List<?> elements = values.elements(of);
    int size = elements.size();
    int from = index(slice.from(), 0, size);
    int to = Math.max(from, index(slice.to(), size, size));
    List<@Nullable Object> cut = new ArrayList<>();
    for (long i = from; i < to; i += step) {
      cut.add(elements.get((int) i));
    }
    if (of instanceof String) {
      StringBuilder text = new StringBuilder();
      cut.forEach(text::append);
      return text.toString();
    }
    return cut;
  }

  /// A place in a list: from its end if it is negative, and never outside of it.
  private int index(@Nullable Expression expression, int otherwise, int size) {
    Object value = expression == null ? null : value(expression);
    if (value == null) {
      return otherwise;
    }
    var number = Numbers.integer(value);
    if (number == null) {
      throw new TemplateException(
          "a whole number is expected, not %s".formatted(Values.type(value)));
    }
    if (number.bitLength() >= Integer.SIZE) {
      return number.signum() < 0 ? 0 : size;
    }
    long index = number.longValue();
    return Math.clamp(index < 0 && size < Integer.MAX_VALUE ? index + size : index, 0, size);
  }

  private @Nullable Object call(Expression function, Given given) {
    Object value = value(function);
    if (!(value instanceof Function callable)) {
      throw new TemplateException(
          "%s is %s, and can't be called".formatted(text(function), Values.type(value)));
    }
    return callable.call(arguments(text(function), given));
  }

  private Function.Arguments arguments(String function, Given given) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    given.named().forEach((name, value) -> named.put(name, value(value)));
    return new Function.Arguments(
        function, Collections.unmodifiableList(all(given.positional())), named, budget);
  }

  private @Nullable Object binary(Expression.Binary binary) {
    Object left = value(binary.left());
    return switch (binary.sign()) {
      case "and" -> values.truth(left) ? value(binary.right()) : left;
      case "or" -> values.truth(left) ? left : value(binary.right());
      default -> operators.binary(binary.sign(), left, value(binary.right()));
    };
  }

  private boolean compared(Expression.Comparison comparison) {
    Object left = value(comparison.first());
    for (int i = 0; i < comparison.signs().size(); i++) {
      Object right = value(comparison.others().get(i));
      boolean holds =
          switch (comparison.signs().get(i)) {
            case "==" -> values.equal(left, right);
            case "!=" -> !values.equal(left, right);
            case "<" -> values.compare(left, right) < 0;
            case ">" -> values.compare(left, right) > 0;
            case "<=" -> values.compare(left, right) <= 0;
            case ">=" -> values.compare(left, right) >= 0;
            case "in" -> values.contains(right, left);
            default -> !values.contains(right, left);
          };
      if (!holds) {
        return false;
      }
      left = right;
    }
    return true;
  }
}
