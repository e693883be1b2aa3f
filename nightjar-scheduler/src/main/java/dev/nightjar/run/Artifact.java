package dev.nightjar.run;

/// What an attempt leaves.
///
/// @param kind what it is to the run
/// @param format `ipynb`, `html`, `txt`, …: for outputs the format that was asked for
/// @param path below the attempt's folder, with `/`
/// @param size bytes
public record Artifact(Kind kind, String format, String path, long size) {
  /// What it is to the run.
  public enum Kind {
    /// The notebook as it was handed in.
    INPUT,
    /// A notebook or page that was asked for.
    OUTPUT,
    /// What the attempt's processes printed.
    LOG,
    /// Any other file that the notebook left.
    FILE
  }
}
