/// Workflows written in Java. A file has one class with a method without parameters that makes the
/// workflow; `nightjar workflows check Sales.java` reads it, and a server does when it is in the
/// folder that it watches:
///
/// ```java
/// import static dev.nightjar.dsl.Task.*;
/// import dev.nightjar.dsl.Workflow;
/// import java.time.LocalTime;
///
/// class Sales {
///   static Workflow workflow() {
///     return Workflow.named("sales")
///         .daily(LocalTime.of(6, 0))
///         .task("load", notebook("load.ipynb").parameter("day", "{{ ds }}"))
///         .task("tidy", shell("./tidy.sh {{ ds }}").after("load"));
///   }
/// }
/// ```
///
/// What is said here is what `docs/workflows.md` tells of workflow files in YAML, by the same names
/// and with the same defaults and templates.
@NullMarked
package dev.nightjar.dsl;

import org.jspecify.annotations.NullMarked;
