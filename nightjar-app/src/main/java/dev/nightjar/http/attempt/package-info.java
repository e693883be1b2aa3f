/// `/api/attempt`: what running tasks ask of their server, such as values of other tasks.
/// `python/airflow_shim/README.md` has the table of it.
@NullMarked
package dev.nightjar.http.attempt;

import org.jspecify.annotations.NullMarked;
