-- Workflows of many tasks: files they are read from, what their tasks wait for, and the values that tasks leave.

-- The name by which files and people call a workflow, the only one of that name; NULL for job definitions.
ALTER TABLE workflow ADD COLUMN workflow_key ${string};
ALTER TABLE workflow ADD COLUMN source_file ${string};
-- 0 when its file is gone.
ALTER TABLE workflow ADD COLUMN present SMALLINT NOT NULL DEFAULT 1;
-- The files each of which starts a run, as JSON; NULL for none.
ALTER TABLE workflow ADD COLUMN awaits ${text};
CREATE UNIQUE INDEX workflow_key_once ON workflow (workflow_key);

-- How intervals of time become runs: CATCHUP, LATEST, or NULL where a run stands for a moment.
ALTER TABLE schedule ADD COLUMN intervals ${word};

-- What people call a run within its workflow, such as Airflow's run_id.
ALTER TABLE run ADD COLUMN run_key ${string};
-- What logical_time has beyond milliseconds.
ALTER TABLE run ADD COLUMN logical_micros INT NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN interval_start BIGINT;
ALTER TABLE run ADD COLUMN interval_end BIGINT;
ALTER TABLE run ADD COLUMN timeout_ms BIGINT;
ALTER TABLE run ADD COLUMN note ${text};
-- The names of tasks whose work is to be done though it was done before, as JSON; NULL for none.
ALTER TABLE run ADD COLUMN anew ${text};
CREATE UNIQUE INDEX run_key_once ON run (workflow_id, run_key);
CREATE INDEX run_logical ON run (workflow_id, logical_time, id);

ALTER TABLE task_run ADD COLUMN workflow_id ${id};
ALTER TABLE task_run ADD COLUMN workflow_limit INT;
ALTER TABLE task_run ADD COLUMN task_limit INT;
-- How many tasks are directly before it, and how many of those ended in which way.
ALTER TABLE task_run ADD COLUMN upstream INT NOT NULL DEFAULT 0;
ALTER TABLE task_run ADD COLUMN upstream_success INT NOT NULL DEFAULT 0;
ALTER TABLE task_run ADD COLUMN upstream_failed INT NOT NULL DEFAULT 0;
ALTER TABLE task_run ADD COLUMN upstream_upstream_failed INT NOT NULL DEFAULT 0;
ALTER TABLE task_run ADD COLUMN upstream_skipped INT NOT NULL DEFAULT 0;
-- The same of the setups that it heeds; those that could not start count as failed.
ALTER TABLE task_run ADD COLUMN setups INT NOT NULL DEFAULT 0;
ALTER TABLE task_run ADD COLUMN setups_success INT NOT NULL DEFAULT 0;
ALTER TABLE task_run ADD COLUMN setups_failed INT NOT NULL DEFAULT 0;
ALTER TABLE task_run ADD COLUMN setups_skipped INT NOT NULL DEFAULT 0;
ALTER TABLE task_run ADD COLUMN started_at BIGINT;
ALTER TABLE task_run ADD COLUMN ended_at BIGINT;
-- Why it stands where it stands.
ALTER TABLE task_run ADD COLUMN reason ${text};
ALTER TABLE task_run ADD COLUMN waits ${text};
-- While it is STOPPING: the state that somebody gave it, and that it gets however its attempt ends.
ALTER TABLE task_run ADD COLUMN then_state ${word};
ALTER TABLE task_run ADD COLUMN rendered ${text};
-- A point of a grid: the grid's task, its place there, and its values as JSON.
ALTER TABLE task_run ADD COLUMN parent ${string};
ALTER TABLE task_run ADD COLUMN point INT;
ALTER TABLE task_run ADD COLUMN point_values ${text};
-- How many points of a grid have not ended.
ALTER TABLE task_run ADD COLUMN open_points INT NOT NULL DEFAULT 0;
-- Not by run first: a database without statistics would look for tasks of a run in it, among all points.
CREATE INDEX task_run_parent ON task_run (parent, run_id, point);
-- 1 if its work is to be done though it was done before, 0 if not; NULL for what its run says.
ALTER TABLE task_run ADD COLUMN anew SMALLINT;
-- Why its work was done, or not done again, as JSON; NULL if it never asks.
ALTER TABLE task_run ADD COLUMN reuse ${text};
-- 1 if its next attempts go on where the last one stopped.
ALTER TABLE task_run ADD COLUMN resumes SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX task_run_workflow ON task_run (workflow_id, state);
CREATE INDEX task_run_available ON task_run (state, available_at);

-- By when runs by schedule, and tasks of them, are to be done; task is '' for the run. missed says what was found at
-- looked_at, NULL while nobody has looked.
CREATE TABLE deadline (
  run_id ${id} NOT NULL,
  task ${string} NOT NULL,
  due_at BIGINT NOT NULL,
  looked_at BIGINT,
  missed SMALLINT NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, task)
);
CREATE INDEX deadline_open ON deadline (looked_at, due_at);

-- What of its run an alert is about: the first task that was too late at one look; '' for all of it.
ALTER TABLE alert ADD COLUMN subject ${string} NOT NULL DEFAULT '';
DROP INDEX alert_once${of_alert};
CREATE UNIQUE INDEX alert_subject_once ON alert (run_id, kind, target, subject);

CREATE TABLE task_value (
  run_id ${id} NOT NULL,
  task ${string} NOT NULL,
  value_key ${string} NOT NULL,
  json ${text} NOT NULL,
  pickled ${text},
  created_at BIGINT NOT NULL,
  PRIMARY KEY (run_id, task, value_key)
);

CREATE TABLE import_error (
  id ${autoincrement},
  file ${string} NOT NULL,
  message ${text} NOT NULL,
  traceback ${text},
  line INT,
  happened_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX import_error_file ON import_error (file);

-- Values are encrypted with the key of the installation.
CREATE TABLE variable (
  name ${string} NOT NULL PRIMARY KEY,
  sealed ${text} NOT NULL,
  description ${text}
);

CREATE TABLE connection (
  name ${string} NOT NULL PRIMARY KEY,
  kind ${string} NOT NULL,
  sealed ${text} NOT NULL,
  description ${text}
);

-- What was done before: the work of a task for inputs of one fingerprint, and the attempt that does it, or did it. A row
-- whose done_at is NULL keeps others from doing the same at a time.
CREATE TABLE memo (
  workflow_id ${id} NOT NULL,
  task ${string} NOT NULL,
  fingerprint ${string} NOT NULL,
  run_id ${id} NOT NULL,
  task_run ${string} NOT NULL,
  attempt INT NOT NULL,
  parts ${text} NOT NULL,
  done_at BIGINT,
  PRIMARY KEY (workflow_id, task, fingerprint)
);
CREATE INDEX memo_run ON memo (run_id, task_run);

-- Files that started a run: what tells each, as it was, from all others, and when it was last known to be there.
CREATE TABLE arrival (
  workflow_id ${id} NOT NULL,
  arrival_key ${string} NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (workflow_id, arrival_key)
);
