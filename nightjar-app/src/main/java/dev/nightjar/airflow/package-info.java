/// Airflow DAG files: read and run through the import shim in `python/airflow_shim`.
@NullMarked
package dev.nightjar.airflow;

import org.jspecify.annotations.NullMarked;
