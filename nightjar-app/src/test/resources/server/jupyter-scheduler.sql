CREATE TABLE jobs (
  runtime_environment_name VARCHAR(256) NOT NULL, runtime_environment_parameters VARCHAR(1024), compute_type VARCHAR(256),
  input_filename VARCHAR(256) NOT NULL, output_formats VARCHAR(512), name VARCHAR(256), tags VARCHAR(1024),
  parameters VARCHAR(1024), email_notifications VARCHAR(1024), timeout_seconds INTEGER, retry_on_timeout BOOLEAN,
  max_retries INTEGER, min_retry_interval_millis INTEGER, output_filename_template VARCHAR(256), update_time INTEGER,
  create_time INTEGER, package_input_folder BOOLEAN, packaged_files VARCHAR(1024), job_id VARCHAR(36) NOT NULL,
  job_definition_id VARCHAR(36), status VARCHAR(64), status_message VARCHAR(1024), start_time INTEGER, end_time INTEGER,
  url VARCHAR(256), pid INTEGER, idempotency_token VARCHAR(256), PRIMARY KEY (job_id)
);
CREATE TABLE job_definitions (
  runtime_environment_name VARCHAR(256) NOT NULL, runtime_environment_parameters VARCHAR(1024), compute_type VARCHAR(256),
  input_filename VARCHAR(256) NOT NULL, output_formats VARCHAR(512), name VARCHAR(256), tags VARCHAR(1024),
  parameters VARCHAR(1024), email_notifications VARCHAR(1024), timeout_seconds INTEGER, retry_on_timeout BOOLEAN,
  max_retries INTEGER, min_retry_interval_millis INTEGER, output_filename_template VARCHAR(256), update_time INTEGER,
  create_time INTEGER, package_input_folder BOOLEAN, packaged_files VARCHAR(1024), job_definition_id VARCHAR(36) NOT NULL,
  schedule VARCHAR(256), timezone VARCHAR(36), url VARCHAR(256), active BOOLEAN, PRIMARY KEY (job_definition_id)
);
INSERT INTO job_definitions (job_definition_id, runtime_environment_name, input_filename, output_formats, name, tags,
  parameters, output_filename_template, create_time, update_time, package_input_folder, schedule, timezone, active) VALUES
 ('11111111-aaaa-4aaa-8aaa-111111111111', 'python3', 'report.ipynb', '["ipynb", "html"]', 'Daily report', '["a", "b"]',
  '{"day": "''today''"}', '{{input_filename}}-{{create_time}}', 1795200000000, 1795200000000, 0, '0 6 * * MON-FRI', 'Europe/Paris', 1),
 ('22222222-aaaa-4aaa-8aaa-222222222222', 'python3', 'report.ipynb', '["ipynb"]', 'Paused', NULL,
  NULL, '{{input_filename}}-{{create_time}}', 1795200000001, 1795200000001, 1, '@daily', NULL, 0),
 ('33333333-aaaa-4aaa-8aaa-333333333333', 'python3', 'report.ipynb', '["ipynb"]', 'Without files', NULL,
  NULL, '{{input_filename}}-{{create_time}}', 1795200000002, 1795200000002, 0, '@daily', NULL, 1);
INSERT INTO jobs (job_id, job_definition_id, runtime_environment_name, input_filename, output_formats, name,
  parameters, output_filename_template, create_time, update_time, start_time, end_time, status, status_message,
  idempotency_token, url, pid) VALUES
 ('44444444-aaaa-4aaa-8aaa-444444444444', '11111111-aaaa-4aaa-8aaa-111111111111', 'python3', 'report.ipynb',
  '["ipynb", "html"]', 'Daily report', '{"day": "''today''"}', '{{input_filename}}-{{create_time}}', 1795257971000,
  1795257999000, 1795257972000, 1795257999000, 'COMPLETED', NULL, 'once', '/jobs/44444444-aaaa-4aaa-8aaa-444444444444', 4711),
 ('55555555-aaaa-4aaa-8aaa-555555555555', NULL, 'python3', 'report.ipynb', '["ipynb"]', 'Alone', NULL,
  '{{input_filename}}-{{create_time}}', 1795258200000, 1795258210000, 1795258201000, NULL, 'FAILED',
  'An error occurred while executing the following cell:
------------------
raise ValueError("no data")
------------------

ValueError: no data', NULL, '/jobs/55555555-aaaa-4aaa-8aaa-555555555555', 4712),
 ('66666666-aaaa-4aaa-8aaa-666666666666', NULL, 'python3', 'report.ipynb', '["ipynb"]', 'Running', NULL,
  '{{input_filename}}-{{create_time}}', 1795258300000, 1795258300000, 1795258301000, NULL, 'IN_PROGRESS', NULL, NULL,
  '/jobs/66666666-aaaa-4aaa-8aaa-666666666666', 4713),
 ('77777777-aaaa-4aaa-8aaa-777777777777', NULL, 'python3', 'report.ipynb', '["ipynb"]', 'Never started', NULL,
  '{{input_filename}}-{{create_time}}', 1795258400000, 1795258400000, NULL, NULL, 'STOPPED', NULL, NULL,
  '/jobs/77777777-aaaa-4aaa-8aaa-777777777777', NULL);
