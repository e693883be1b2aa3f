/// Parameters written as YAML 1.1, read as Python's PyYAML reads them.
@NullMarked
package dev.nightjar.yaml;

import org.jspecify.annotations.NullMarked;
