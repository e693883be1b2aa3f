/// When a workflow is due: pure functions of time.
///
/// **Where clocks are changed.** A cron expression is about what the clocks of a zone show. Which
/// rule holds for it depends on its hours, as in Airflow:
///
/// - *Not every hour* (`30 2 * * *`, `0 */2 * * *`): each time on the calendar comes exactly once.
///   One that the clocks skip comes later by as much as they were put forward: 02:30 at 03:30. One
///   that they show twice comes the second time. Two that thereby fall on the same moment are one.
/// - *Every hour* (`0 * * * *`, `*/15 * * * *`): whatever the clocks show, skipped times are
///   skipped and repeated ones repeated, so that time goes on evenly. If the change is no whole
///   number of hours (Lord Howe's is 30 minutes), then for that long after it the times on
///   unchanged clocks come too, so that it is not more than an hour from one to the next.
///
/// An interval is time elapsed, which no change of clocks concerns.
@NullMarked
package dev.nightjar.schedule;

import org.jspecify.annotations.NullMarked;
