package dev.nightjar.yaml;

import dev.nightjar.notebook.NotebookException;
import dev.nightjar.notebook.parameters.ParameterValue;
import dev.nightjar.notebook.parameters.ParameterValue.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Makes values of the nodes of one document as PyYAML's `SafeConstructor`. Not thread-safe.
final class PythonConstructor {
  /// How many nodes aliases may add, each counted with all that it holds.
  private static final long MOST_ALIASED = 1_000_000;

  private static final String PREFIX = Tag.PREFIX;
  private static final String VALUE = PREFIX + "value";

  private final IdentityHashMap<Node, Built> built = new IdentityHashMap<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private long size;
  private long aliased;

  /// @param size how many nodes the value stands for
  private record Built(ParameterValue value, long size) {}

  ParameterValue value(Node node) {
    Built known = built.get(node);
    if (known != null) {
      countAliased(node, known.size());
      size += known.size();
      return known.value();
    }
    if (!open.add(node)) {
      throw Problem.at(node, "a value contains itself");
    }
    long before = size++;
    ParameterValue value;
    try {
      value = construct(node);
    } catch (NotebookException | IllegalArgumentException e) {
      throw Problem.at(node, String.valueOf(e.getMessage()));
    }
    open.remove(node);
    built.put(node, new Built(value, size - before));
    return value;
  }

  private void countAliased(Node node, long more) {
    aliased += more;
    if (aliased > MOST_ALIASED) {
      throw Problem.at(node, "its aliases stand for more than a million values");
    }
  }

  private ParameterValue construct(Node node) {
    String tag = node.getTag().getValue();
    return switch (tag.startsWith(PREFIX) ? tag.substring(PREFIX.length()) : "") {
      case "null" -> {
        text(node);
        yield new ParameterValue.None();
      }
      case "bool" -> PythonScalars.bool(text(node));
      case "int" -> PythonScalars.integer(text(node));
      case "float" -> PythonScalars.floating(text(node));
      case "binary" -> ParameterValue.Bytes.of(LenientBase64.decode(text(node)));
      case "str" -> new ParameterValue.Text(text(node));
      case "seq" -> new ParameterValue.Sequence(elements(node).stream().map(this::value).toList());
      case "map" -> new ParameterValue.Mapping(entries(node));
      case "set" -> new ParameterValue.SetOf(entries(node).stream().map(Entry::key).toList());
      case "omap", "pairs" -> pairs(node);
      default ->
          throw Problem.at(
              node, "could not determine a constructor for the tag '%s'".formatted(tag));
    };
  }

  private static String text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw Problem.at(node, "expected a scalar node, but found " + node.getNodeId());
  }

  private static List<Node> elements(Node node) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw Problem.at(node, "expected a sequence node, but found " + node.getNodeId());
  }

  private ParameterValue pairs(Node node) {
    List<ParameterValue> pairs = new ArrayList<>();
    for (Node element : elements(node)) {
      if (!(element instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
        throw Problem.at(element, "expected a mapping of length 1");
      }
      NodeTuple pair = mapping.getValue().getFirst();
      pairs.add(
          new ParameterValue.Tuple(List.of(value(pair.getKeyNode()), value(pair.getValueNode()))));
    }
    return new ParameterValue.Sequence(pairs);
  }

  private List<Entry> entries(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      throw Problem.at(node, "expected a mapping node, but found " + node.getNodeId());
    }
    List<Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : flattened(mapping)) {
      Node key = tuple.getKeyNode();
      entries.add(
          new Entry(
              key.getTag().getValue().equals(VALUE)
                  ? new ParameterValue.Text(text(key))
                  : value(key),
              value(tuple.getValueNode())));
    }
    return entries;
  }

  /// A mapping's entries, those that it merges (`<<`) before its own.
  private List<NodeTuple> flattened(MappingNode mapping) {
    List<NodeTuple> merged = new ArrayList<>();
    List<NodeTuple> own = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        own.add(tuple);
      } else if (tuple.getValueNode() instanceof SequenceNode sequence) {
        sequence.getValue().reversed().forEach(element -> merged.addAll(merged(element)));
      } else {
        merged.addAll(merged(tuple.getValueNode()));
      }
    }
    merged.addAll(own);
    return merged;
  }

  private List<NodeTuple> merged(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      throw Problem.at(
          node,
          "expected a mapping or list of mappings for merging, but found " + node.getNodeId());
    }
    boolean first = open.add(node);
    if (!first) {
      throw Problem.at(node, "a value contains itself");
    }
    List<NodeTuple> tuples = flattened(mapping);
    open.remove(node);
    countAliased(node, tuples.size());
    return tuples;
  }
}
