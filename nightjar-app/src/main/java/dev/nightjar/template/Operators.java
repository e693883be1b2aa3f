package dev.nightjar.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Signs between values, and before them.
///
/// @param values compares, and pays
record Operators(Values values) {
  private record Calculation(String sign, @Nullable Object left, @Nullable Object right) {}

  Object unary(String sign, @Nullable Object value) {
    if (sign.equals("not")) {
      return !values.truth(value);
    }
    if (value == null || !Numbers.isNumber(value)) {
      throw new TemplateException("%s has no sign".formatted(Values.type(value)));
    }
    return sign.equals("-") ? Numbers.calculate("-", 0L, value) : value;
  }

  Object binary(String sign, @Nullable Object left, @Nullable Object right) {
    Budget budget = values.budget();
    if (sign.equals("~")) {
      return joined(PythonText.str(left, budget), PythonText.str(right, budget));
    }
    if (left != null && right != null && Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.calculate(sign, left, right);
    }
    if (sign.equals("%") && left instanceof String pattern) {
      return percent(pattern, right);
    }
    return switch (new Calculation(sign, left, right)) {
      case Calculation(var s, String a, String b) when s.equals("+") -> joined(a, b);
      case Calculation(var s, List<?> a, List<?> b) when s.equals("+") -> {
        budget.spend((long) a.size() + b.size());
        List<@Nullable Object> both = new ArrayList<>(a);
        both.addAll(b);
        yield both;
      }
      case Calculation(var s, Moment moment, Span(var span)) when s.equals("+") ->
          moment.plus(span);
      case Calculation(var s, Moment moment, Span(var span)) when s.equals("-") ->
          moment.plus(span.negated());
      case Calculation(var s, Moment a, Moment b) when s.equals("-") ->
          new Span(Duration.between(b.time(), a.time()));
      case Calculation(var s, String text, Long times) when s.equals("*") -> {
        long count = Math.clamp(times, 0, Budget.LONGEST + 1);
        budget.spendText(count * text.length());
        yield text.repeat((int) count);
      }
      default ->
          throw new TemplateException(
              "%s %s %s can't be calculated"
                  .formatted(Values.type(left), sign, Values.type(right)));
    };
  }

  private String joined(String a, String b) {
    values.budget().spendText((long) a.length() + b.length());
    return a + b;
  }

  /// `'%s' % value`, with `%s` and `%d` only.
  private String percent(String pattern, @Nullable Object right) {
    List<?> given = right instanceof List<?> list ? list : Collections.singletonList(right);
    StringBuilder out = new StringBuilder();
    int next = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '%' || i + 1 == pattern.length()) {
        out.append(c);
        continue;
      }
      char code = pattern.charAt(++i);
      if (code != '%' && (code != 's' && code != 'd' || next == given.size())) {
        throw new TemplateException(
            next == given.size()
                ? "'%s' has more places than there are values".formatted(pattern)
                : "'%%%s' is neither %%s nor %%d".formatted(code));
      }
      String value = code == '%' ? "%" : PythonText.str(given.get(next++), values.budget());
      values.budget().spendText((long) out.length() + value.length());
      out.append(value);
    }
    return out.toString();
  }
}
