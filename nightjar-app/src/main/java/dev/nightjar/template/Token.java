package dev.nightjar.template;

/// A word of an expression.
///
/// @param text of a string what it says, of all else what is written
/// @param offset where it begins in the template
record Token(Kind kind, String text, int offset) {
  enum Kind {
    NAME,
    INTEGER,
    FLOAT,
    STRING,
    SIGN,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  String words() {
    return kind == Kind.END ? "the end" : "'%s'".formatted(text);
  }
}
