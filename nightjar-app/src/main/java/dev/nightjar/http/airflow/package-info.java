/// Airflow's ways in: its stable REST interface (2.9.3), the experimental one of 1.10, and that of
/// the old plugin airflow-rest-api-plugin. Thin translations: a DAG is a workflow with a key.
@NullMarked
package dev.nightjar.http.airflow;

import org.jspecify.annotations.NullMarked;
