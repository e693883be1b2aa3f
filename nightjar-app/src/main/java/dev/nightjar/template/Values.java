package dev.nightjar.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How values compare, as in Python. What it looks at is paid for.
///
/// @param budget pays
record Values(Budget budget) {
  boolean truth(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean flag -> flag;
      case String text -> !text.isEmpty();
      case Number number -> Numbers.real(number) != 0;
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      case Undefined undefined -> throw undefined.fault();
      default -> true;
    };
  }

  boolean equal(@Nullable Object a, @Nullable Object b) {
    budget.spend(1);
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      BigInteger left = Numbers.integer(a);
      BigInteger right = Numbers.integer(b);
      return left != null && right != null
          ? left.equals(right)
          : Numbers.real(a) == Numbers.real(b);
    }
    return switch (a) {
      case null -> b == null;
      case List<?> list -> b instanceof List<?> other && equal(list, other);
      case Map<?, ?> map -> b instanceof Map<?, ?> other && equal(map, other);
      case Undefined undefined -> throw undefined.fault();
      default -> a.equals(b);
    };
  }

  private boolean equal(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean equal(Map<?, ?> a, Map<?, ?> b) {
    return a.size() == b.size()
        && a.entrySet().stream()
            .allMatch(
                entry ->
                    b.containsKey(entry.getKey())
                        && equal(entry.getValue(), b.get(entry.getKey())));
  }

  int compare(@Nullable Object a, @Nullable Object b) {
    budget.spend(1);
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      BigInteger left = Numbers.integer(a);
      BigInteger right = Numbers.integer(b);
      return left != null && right != null
          ? left.compareTo(right)
          : Double.compare(Numbers.real(a), Numbers.real(b));
    }
    if (a instanceof String left && b instanceof String right) {
      budget.spendText(Math.min(left.length(), right.length()));
      return left.compareTo(right);
    }
    if (a instanceof Moment left && b instanceof Moment right) {
      return left.compareTo(right);
    }
    if (a instanceof Span left && b instanceof Span right) {
      return left.duration().compareTo(right.duration());
    }
    throw new TemplateException("%s and %s can't be compared".formatted(type(a), type(b)));
  }

  boolean contains(@Nullable Object container, @Nullable Object element) {
    return switch (container) {
      case String text -> {
        if (!(element instanceof String part)) {
          throw new TemplateException(
              "only a text can be in a text, not %s".formatted(type(element)));
        }
        budget.spendText(text.length());
        yield text.contains(part);
      }
      case List<?> list -> list.stream().anyMatch(one -> equal(one, element));
      case Map<?, ?> map -> map.containsKey(element);
      case null, default ->
          throw new TemplateException("nothing can be in %s".formatted(type(container)));
    };
  }

  /// What a loop goes over.
  List<?> elements(@Nullable Object value) {
    List<?> elements =
        switch (value) {
          case List<?> list -> list;
          case Map<?, ?> map -> new ArrayList<>(map.keySet());
          case String text -> text.codePoints().mapToObj(Character::toString).toList();
          case Undefined undefined -> throw undefined.fault();
          case null, default ->
              throw new TemplateException("%s has no elements".formatted(type(value)));
        };
    budget.spend(elements.size());
    return elements;
  }

  /// How messages call it.
  static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case Boolean _ -> "a truth value";
      case String _ -> "a text";
      case Number _ -> "a number";
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "a dict";
      case Moment _ -> "a date";
      case Span _ -> "a time span";
      case Function _ -> "a function";
      case Undefined undefined -> throw undefined.fault();
      default -> "an object";
    };
  }

  /// As parameters have it: dates are texts.
  @Nullable Object plain(@Nullable Object value) {
    budget.spend(1);
    return switch (value) {
      case null -> null;
      case List<?> list -> {
        List<@Nullable Object> plain = new ArrayList<>();
        list.forEach(one -> plain.add(plain(one)));
        yield plain;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        map.forEach((name, one) -> plain.put(PythonText.str(name, budget), plain(one)));
        yield plain;
      }
      case String text -> text;
      case Number number -> number;
      case Boolean flag -> flag;
      default -> PythonText.str(value, budget);
    };
  }
}
