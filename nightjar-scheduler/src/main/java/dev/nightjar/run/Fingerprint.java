package dev.nightjar.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the work of a task depends on, hashed part by part. Two with the same [#hash()] stand for
/// the same work; by their parts people see why two are not the same.
///
/// @param parts those of code cells in their order, the others in any
public record Fingerprint(List<Part> parts) {
  /// One thing that the work depends on.
  ///
  /// @param kind what it is
  /// @param name which of its kind; of a cell its number in the notebook, from 1
  /// @param hash of its content
  /// @param shown the content where that is short and no secret; else null
  public record Part(Kind kind, String name, String hash, @Nullable String shown) {
    /// A part of which the content is not shown.
    public static Part of(Kind kind, String name, String content) {
      return new Part(kind, name, sha256(content), null);
    }

    /// A part of which the content is shown.
    public static Part shown(Kind kind, String name, String content) {
      return new Part(kind, name, sha256(content), content);
    }
  }

  /// What parts there are.
  public enum Kind {
    /// What is done, but for the code: the kind of task, its command, its outputs.
    WORK,
    /// The source of a code cell.
    CELL,
    /// A value that a notebook is handed.
    PARAMETER,
    /// A file that is read.
    INPUT,
    /// A kernel, an interpreter, a variable.
    ENVIRONMENT,
    /// A task before it: who did its work.
    UPSTREAM
  }

  public Fingerprint {
    parts = List.copyOf(parts);
  }

  /// The same with further parts.
  public Fingerprint with(List<Part> further) {
    var all = new ArrayList<>(parts);
    all.addAll(further);
    return new Fingerprint(all);
  }

  /// The same, but nobody who reads its hashes learns what was hashed by hashing what it may be.
  ///
  /// @param mark gives the same for the same text, but nothing that can be found without a key
  public Fingerprint marked(UnaryOperator<String> mark) {
    return new Fingerprint(
        parts.stream()
            .map(part -> new Part(part.kind(), part.name(), mark.apply(part.hash()), part.shown()))
            .toList());
  }

  /// All of it as 64 hexadecimal digits. Where in its notebook a cell stands does not count, only
  /// their order.
  public String hash() {
    var text = new StringBuilder();
    parts.stream()
        .filter(part -> part.kind() != Kind.CELL)
        .sorted(Comparator.comparing(Part::kind).thenComparing(Part::name))
        .forEach(
            part ->
                text.append(part.kind().name())
                    .append(' ')
                    .append(part.name().length())
                    .append(' ')
                    .append(part.name())
                    .append(' ')
                    .append(part.hash())
                    .append('\n'));
    cells().forEach(cell -> text.append("CELL ").append(cell.hash()).append('\n'));
    return sha256(text.toString());
  }

  List<Part> cells() {
    return parts.stream().filter(part -> part.kind() == Kind.CELL).toList();
  }

  /// The hash of a text as 64 hexadecimal digits.
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /// What is not as it was in an earlier one, a line each; empty if they stand for the same work.
  public List<String> since(Fingerprint earlier) {
    return Differences.between(earlier, this);
  }
}
