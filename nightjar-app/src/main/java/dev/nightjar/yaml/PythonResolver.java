package dev.nightjar.yaml;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/// Gives plain scalars their types as PyYAML's `resolver.py`, without the timestamps.
final class PythonResolver extends Resolver {
  private static final Pattern BOOL_TEXT =
      Pattern.compile("yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF");
  private static final Pattern FLOAT_TEXT =
      Pattern.compile(
          """
          [-+]?[0-9][0-9_]*+\\.[0-9_]*+([eE][-+][0-9]++)?\
          |\\.[0-9][0-9_]*+([eE][-+][0-9]++)?\
          |[-+]?[0-9][0-9_]*+(:[0-5]?[0-9])++\\.[0-9_]*+\
          |[-+]?\\.(inf|Inf|INF)\
          |\\.(nan|NaN|NAN)""");
  private static final Pattern INT_TEXT =
      Pattern.compile(
          """
          [-+]?0b[0-1_]++\
          |[-+]?0[0-7_]++\
          |[-+]?(0|[1-9][0-9_]*+)\
          |[-+]?0x[0-9a-fA-F_]++\
          |[-+]?[1-9][0-9_]*+(:[0-5]?[0-9])++""");
  private static final Tag VALUE_TAG = new Tag(Tag.PREFIX + "value");

  @Override
  protected void addImplicitResolvers() {
    // The rules are those of resolve() below.
  }

  @Override
  public Tag resolve(NodeId kind, String value, boolean implicit) {
    return switch (kind) {
      case scalar -> implicit ? plain(value) : Tag.STR;
      case sequence -> Tag.SEQ;
      case mapping, anchor -> Tag.MAP;
    };
  }

  private static Tag plain(String value) {
    return switch (value) {
      case "", "~", "null", "Null", "NULL" -> Tag.NULL;
      case "<<" -> Tag.MERGE;
      case "=" -> VALUE_TAG;
      default -> {
        char first = value.charAt(0);
        if (first > '9' || first < '+') {
          yield BOOL_TEXT.matcher(value).matches() ? Tag.BOOL : Tag.STR;
        }
        yield FLOAT_TEXT.matcher(value).matches()
            ? Tag.FLOAT
            : INT_TEXT.matcher(value).matches() ? Tag.INT : Tag.STR;
      }
    };
  }
}
