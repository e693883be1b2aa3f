package dev.nightjar.cli;

import java.util.function.ToIntFunction;

/// One of Airflow's commands: what it takes and what it does.
///
/// @param options what it takes
/// @param work does it, with the values that the options have got, and tells the exit status
record AirflowDo(Options options, ToIntFunction<AirflowCall> work) {}
