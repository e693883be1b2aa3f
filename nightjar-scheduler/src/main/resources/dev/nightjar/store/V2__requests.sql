-- Requests that came with an idempotency key: a repeated one gets the same answer.
CREATE TABLE request (
  id ${string} NOT NULL PRIMARY KEY,
  body ${string} NOT NULL,
  status INT NOT NULL,
  answer ${text},
  created_at BIGINT NOT NULL
);
CREATE INDEX request_created ON request (created_at);
