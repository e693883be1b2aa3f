package dev.nightjar.config;

/// A setting as it stands.
///
/// @param shown its value; a secret is masked, a reference to one is not
/// @param origin where it comes from: `nightjar.yaml:3`, `NIGHTJAR_SERVER_PORT`, `--port`,
///     `default`
public record EffectiveSetting(String key, String shown, String origin) {
  private static final String MASK = "***";

  EffectiveSetting masked() {
    return shown.isEmpty() || Secrets.isReference(shown)
        ? this
        : new EffectiveSetting(key, MASK, origin);
  }

  EffectiveSetting showing(String other) {
    return new EffectiveSetting(key, other, origin);
  }
}
