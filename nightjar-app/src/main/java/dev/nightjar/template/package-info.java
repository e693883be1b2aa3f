/// Templates in texts: Jinja's expressions and statements as workflows use them, over values that
/// are handed in and nothing else. `docs/decisions/templates.md` says why it is our own.
@NullMarked
package dev.nightjar.template;

import org.jspecify.annotations.NullMarked;
