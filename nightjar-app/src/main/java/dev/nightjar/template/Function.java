package dev.nightjar.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be called in a template.
interface Function {
  @Nullable Object call(Arguments arguments);

  /// What it is given.
  ///
  /// @param function its name, for messages
  record Arguments(
      String function,
      List<@Nullable Object> positional,
      Map<String, @Nullable Object> named,
      Budget budget) {
    boolean has(int index, String name) {
      return index < positional.size() || named.containsKey(name);
    }

    /// @param index of it among those without name; -1 for one that must be named
    @Nullable Object get(int index, String name) {
      if (index >= 0 && index < positional.size()) {
        return positional.get(index);
      }
      if (named.containsKey(name)) {
        return named.get(name);
      }
      throw new TemplateException("%s(…) lacks its argument '%s'".formatted(function, name));
    }

    @Nullable Object get(int index, String name, @Nullable Object otherwise) {
      return has(index, name) ? get(index, name) : otherwise;
    }

    String text(int index, String name) {
      if (get(index, name) instanceof String text) {
        return text;
      }
      throw new TemplateException("%s(…): '%s' must be a text".formatted(function, name));
    }

    String text(int index, String name, String otherwise) {
      return has(index, name) ? text(index, name) : otherwise;
    }

    long whole(int index, String name) {
      var number = Numbers.integer(get(index, name));
      if (number != null && number.bitLength() < Long.SIZE) {
        return number.longValue();
      }
      throw new TemplateException("%s(…): '%s' must be a whole number".formatted(function, name));
    }

    long whole(int index, String name, long otherwise) {
      return has(index, name) && get(index, name) != null ? whole(index, name) : otherwise;
    }
  }
}
