/// The REST interface of jupyter-scheduler 2.x, under `/scheduler`: a translation of its jobs and
/// job definitions to runs and workflows. Where jupyter-scheduler is broken or unsafe, this does
/// what its users expected; `docs/jupyter-scheduler.md` lists where.
@NullMarked
package dev.nightjar.http.jupyter;

import org.jspecify.annotations.NullMarked;
