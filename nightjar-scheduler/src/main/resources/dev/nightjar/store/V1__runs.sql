-- ${first} is what it takes to sort NULL before all else.
-- Times are milliseconds since 1970 in UTC. Ids are UUIDs of version 7: they sort by when they were made.

CREATE TABLE workflow (
  id ${id} NOT NULL PRIMARY KEY,
  version_id ${id} NOT NULL,
  name ${string} NOT NULL,
  name_key ${string} NOT NULL,
  notebook ${string},
  environment ${string},
  compute_type ${string},
  paused SMALLINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  created_by ${string} NOT NULL
);
CREATE INDEX workflow_created ON workflow (created_at, id);
CREATE INDEX workflow_name ON workflow (name_key, id);

CREATE TABLE workflow_version (
  id ${id} NOT NULL PRIMARY KEY,
  workflow_id ${id},
  number INT NOT NULL,
  definition ${text} NOT NULL,
  snapshot ${string} NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX workflow_version_workflow ON workflow_version (workflow_id, number);

CREATE TABLE workflow_tag (
  tag ${string} NOT NULL,
  workflow_id ${id} NOT NULL,
  PRIMARY KEY (tag, workflow_id)
);
CREATE INDEX workflow_tag_workflow ON workflow_tag (workflow_id);

CREATE TABLE schedule (
  workflow_id ${id} NOT NULL PRIMARY KEY,
  expression ${text} NOT NULL,
  timezone ${string},
  start_at BIGINT,
  end_at BIGINT,
  jitter_ms BIGINT NOT NULL,
  misfire ${word} NOT NULL,
  overlap ${word} NOT NULL,
  due_at BIGINT,
  fire_at BIGINT
);
CREATE INDEX schedule_fire ON schedule (fire_at);

CREATE TABLE run (
  id ${id} NOT NULL PRIMARY KEY,
  workflow_id ${id},
  version_id ${id} NOT NULL,
  name ${string} NOT NULL,
  name_key ${string} NOT NULL,
  notebook ${string},
  environment ${string},
  compute_type ${string},
  state ${word} NOT NULL,
  message ${text},
  cause ${word} NOT NULL,
  logical_time BIGINT NOT NULL,
  parameters ${text} NOT NULL,
  idempotency_token ${string},
  fire_key ${string},
  held SMALLINT NOT NULL,
  open_tasks INT NOT NULL,
  failed_tasks INT NOT NULL,
  stopped_tasks INT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  created_by ${string} NOT NULL
);
CREATE UNIQUE INDEX run_idempotency_token ON run (idempotency_token);
CREATE UNIQUE INDEX run_fire_key ON run (fire_key);
CREATE INDEX run_created ON run (created_at, id);
CREATE INDEX run_state ON run (state, created_at, id);
CREATE INDEX run_workflow ON run (workflow_id ${first}, created_at, id);
CREATE INDEX run_workflow_state ON run (workflow_id, state);
CREATE INDEX run_name ON run (name_key, id);
CREATE INDEX run_notebook ON run (notebook ${first}, id);
CREATE INDEX run_updated ON run (updated_at, id);
CREATE INDEX run_started ON run (started_at ${first}, id);
CREATE INDEX run_ended ON run (ended_at ${first}, state, id);

-- How many runs of a workflow ended in a state: the sum of its rows. Each transaction that ends or deletes runs adds
-- rows, which are put together later: counting a million runs takes too long, and so does waiting for one row.
CREATE TABLE run_count (
  id ${autoincrement},
  workflow_id ${id} NOT NULL,
  state ${word} NOT NULL,
  runs BIGINT NOT NULL
);
CREATE INDEX run_count_workflow ON run_count (workflow_id, state);

-- created_at is that of the run, so that the index has the runs of a tag in their order.
CREATE TABLE run_tag (
  tag ${string} NOT NULL,
  created_at BIGINT NOT NULL,
  run_id ${id} NOT NULL,
  PRIMARY KEY (tag, created_at, run_id)
);
CREATE INDEX run_tag_run ON run_tag (run_id, tag);

-- priority_order is the priority with its sign turned, so that the index gives the order of claims.
CREATE TABLE task_run (
  run_id ${id} NOT NULL,
  task ${string} NOT NULL,
  state ${word} NOT NULL,
  executor ${word} NOT NULL,
  pool ${string},
  slots INT NOT NULL,
  memory BIGINT NOT NULL,
  priority_order INT NOT NULL,
  available_at BIGINT NOT NULL,
  attempt INT NOT NULL,
  failures INT NOT NULL,
  losses INT NOT NULL,
  worker ${string},
  lease_until BIGINT,
  stop_reason ${text},
  PRIMARY KEY (run_id, task)
);
CREATE INDEX task_run_queue ON task_run (state, executor, priority_order, available_at);

CREATE TABLE attempt (
  run_id ${id} NOT NULL,
  task ${string} NOT NULL,
  number INT NOT NULL,
  worker ${string} NOT NULL,
  external_id ${text},
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  outcome ${word},
  message ${text},
  details ${text},
  PRIMARY KEY (run_id, task, number)
);

CREATE TABLE artifact (
  run_id ${id} NOT NULL,
  task ${string} NOT NULL,
  attempt INT NOT NULL,
  position INT NOT NULL,
  kind ${word} NOT NULL,
  format ${string} NOT NULL,
  path ${text} NOT NULL,
  size BIGINT NOT NULL,
  PRIMARY KEY (run_id, task, attempt, position)
);

CREATE TABLE event (
  id ${autoincrement},
  happened_at BIGINT NOT NULL,
  workflow_id ${id},
  run_id ${id},
  task ${string},
  from_state ${word},
  to_state ${word} NOT NULL,
  actor ${string} NOT NULL,
  reason ${text}
);
CREATE INDEX event_run ON event (run_id, id);
CREATE INDEX event_workflow ON event (workflow_id, id);
CREATE INDEX event_happened ON event (happened_at);

CREATE TABLE alert (
  id ${id} NOT NULL PRIMARY KEY,
  run_id ${id} NOT NULL,
  kind ${word} NOT NULL,
  target ${string} NOT NULL,
  state ${word} NOT NULL,
  tries INT NOT NULL,
  available_at BIGINT NOT NULL,
  worker ${string},
  problem ${text},
  created_at BIGINT NOT NULL,
  sent_at BIGINT
);
CREATE UNIQUE INDEX alert_once ON alert (run_id, kind, target);
CREATE INDEX alert_queue ON alert (state, available_at);

CREATE TABLE pool (
  name ${string} NOT NULL PRIMARY KEY,
  slots INT NOT NULL,
  description ${text}
);

CREATE TABLE access_token (
  hash ${string} NOT NULL PRIMARY KEY,
  name ${string} NOT NULL,
  role ${word} NOT NULL,
  created_at BIGINT NOT NULL,
  created_by ${string} NOT NULL,
  used_at BIGINT,
  expires_at BIGINT
);

CREATE TABLE server (
  id ${string} NOT NULL PRIMARY KEY,
  host ${string} NOT NULL,
  version ${string} NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  running INT NOT NULL,
  capacity INT NOT NULL,
  memory BIGINT
);

-- Requests that came with an idempotency key: a repeated one gets the same answer.
CREATE TABLE request (
  id ${string} NOT NULL PRIMARY KEY,
  body ${string} NOT NULL,
  status INT NOT NULL,
  answer ${text},
  created_at BIGINT NOT NULL
);
CREATE INDEX request_created ON request (created_at);
