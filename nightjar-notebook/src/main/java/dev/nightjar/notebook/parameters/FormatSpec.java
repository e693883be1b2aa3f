package dev.nightjar.notebook.parameters;

/// A format of Python's "Format Specification Mini-Language", parsed as CPython 3.11 does.
///
/// @param fill the code point to pad with
/// @param align one of `<`, `>`, `=`, `^`
/// @param sign one of `+`, `-`, blank; 0 if none was given
/// @param options the flags among `z` and `#` that were given
/// @param width the least width, or -1
/// @param grouping `,` or `_`, or 0
/// @param precision or -1
/// @param type the presentation type
record FormatSpec(
    int fill,
    char align,
    char sign,
    String options,
    int width,
    char grouping,
    int precision,
    int type) {
  private static final int LONGEST = 1 << 20;

  static FormatSpec parse(String text, int defaultType, char defaultAlign, String typeName) {
    int[] spec = text.codePoints().toArray();
    int at = 0;
    int fill = ' ';
    boolean filled = false;
    char align = 0;
    if (spec.length >= 2 && isAlign(spec[1])) {
      fill = spec[0];
      filled = true;
      align = (char) spec[1];
      at = 2;
    } else if (spec.length >= 1 && isAlign(spec[0])) {
      align = (char) spec[0];
      at = 1;
    }
    char sign = 0;
    if (has(spec, at, "+- ")) {
      sign = (char) spec[at++];
    }
    String options = "";
    if (has(spec, at, "z")) {
      options = "z";
      at++;
    }
    if (has(spec, at, "#")) {
      options += "#";
      at++;
    }
    if (!filled && has(spec, at, "0")) {
      fill = '0';
      if (align == 0 && defaultAlign == '>') {
        align = '=';
      }
      at++;
    }
    int end = digits(spec, at);
    int width = number(spec, at, end);
    at = end;
    char grouping = 0;
    if (has(spec, at, ",")) {
      grouping = ',';
      at++;
    }
    if (has(spec, at, "_")) {
      if (grouping != 0) {
        throw new FormatProblem("Cannot specify both ',' and '_'.");
      }
      grouping = '_';
      at++;
    }
    if (grouping == '_' && has(spec, at, ",")) {
      throw new FormatProblem("Cannot specify both ',' and '_'.");
    }
    int precision = -1;
    if (has(spec, at, ".")) {
      end = digits(spec, ++at);
      if (end == at) {
        throw new FormatProblem("Format specifier missing precision");
      }
      precision = number(spec, at, end);
      at = end;
    }
    if (spec.length - at > 1) {
      throw new FormatProblem(
          "Invalid format specifier '%s' for object of type '%s'".formatted(text, typeName));
    }
    int type = at < spec.length ? spec[at] : defaultType;
    if (grouping != 0
        && (type == 0 || "defgEG%F".indexOf(type) < 0)
        && type != 0
        && (grouping == ',' || "boxX".indexOf(type) < 0)) {
      throw new FormatProblem(
          "Cannot specify '%c' with '%s'.".formatted(grouping, Character.toString(type)));
    }
    return new FormatSpec(
        fill, align == 0 ? defaultAlign : align, sign, options, width, grouping, precision, type);
  }

  private static boolean isAlign(int c) {
    return c == '<' || c == '>' || c == '=' || c == '^';
  }

  private static boolean has(int[] spec, int at, String anyOf) {
    return at < spec.length && anyOf.indexOf(spec[at]) >= 0;
  }

  private static int digits(int[] spec, int start) {
    int at = start;
    while (at < spec.length && PythonNumbers.decimal(spec[at]) >= 0) {
      at++;
    }
    return at;
  }

  private static int number(int[] spec, int start, int end) {
    int number = start == end ? -1 : 0;
    for (int i = start; i < end; i++) {
      number = 10 * number + PythonNumbers.decimal(spec[i]);
      if (number > LONGEST) {
        throw new FormatProblem("a width or precision above " + LONGEST);
      }
    }
    return number;
  }

  boolean alternate() {
    return options.endsWith("#");
  }

  boolean noNegativeZero() {
    return options.startsWith("z");
  }

  /// A string in this format.
  String text(String text) {
    if (sign != 0) {
      throw notAllowed(sign == ' ' ? "Space" : "Sign");
    }
    if (noNegativeZero()) {
      throw notAllowed("Negative zero coercion (z)");
    }
    if (alternate()) {
      throw notAllowed("Alternate form (#)");
    }
    if (align == '=') {
      throw notAllowed("'=' alignment");
    }
    if (type != 's') {
      throw unknownType("str");
    }
    int length = text.codePointCount(0, text.length());
    String shown =
        precision >= 0 && precision < length
            ? text.substring(0, text.offsetByCodePoints(0, precision))
            : text;
    return padded("", shown, Math.min(length, precision < 0 ? length : precision));
  }

  /// `before` and `body`, `length` characters long together, padded to the width.
  String padded(String before, String body, int length) {
    int missing = Math.max(0, width - length);
    int left =
        switch (align) {
          case '>' -> missing;
          case '^' -> missing / 2;
          default -> 0;
        };
    int inside = align == '=' ? missing : 0;
    String pad = Character.toString(fill);
    return pad.repeat(left)
        + before
        + pad.repeat(inside)
        + body
        + pad.repeat(missing - left - inside);
  }

  FormatProblem unknownType(String typeName) {
    return new FormatProblem(
        "Unknown format code '%s' for object of type '%s'"
            .formatted(Character.toString(type), typeName));
  }

  private static FormatProblem notAllowed(String what) {
    return new FormatProblem(what + " not allowed in string format specifier");
  }
}
