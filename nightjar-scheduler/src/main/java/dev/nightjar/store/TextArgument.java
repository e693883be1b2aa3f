package dev.nightjar.store;

import java.nio.CharBuffer;
import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/// Text as every database takes it. PostgreSQL refuses NUL, and no encoding has halves of surrogate
/// pairs; what a notebook printed may have both, and must not keep its end from being recorded.
final class TextArgument extends AbstractArgumentFactory<String> {
  private static final char REPLACEMENT = '\uFFFD';

  TextArgument() {
    super(Types.VARCHAR);
  }

  @Override
  protected Argument build(String value, ConfigRegistry config) {
    return (position, statement, _) -> statement.setString(position, storable(value));
  }

  static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at == 0 || Character.isSurrogate(at)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    CharBuffer all = CharBuffer.wrap(text.toCharArray());
    for (int i = 0; i < all.length(); i++) {
      char at = all.get(i);
      if (Character.isHighSurrogate(at)
          && i + 1 < all.length()
          && Character.isLowSurrogate(all.get(i + 1))) {
        i++;
      } else if (at == 0 || Character.isSurrogate(at)) {
        all.put(i, REPLACEMENT);
      }
    }
    return all.toString();
  }
}
