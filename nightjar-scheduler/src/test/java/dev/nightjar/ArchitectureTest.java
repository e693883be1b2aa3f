package dev.nightjar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void each_package_uses_only_what_it_may() {
    assertThat(ArchitectureRules.violations()).isEmpty();
  }
}
