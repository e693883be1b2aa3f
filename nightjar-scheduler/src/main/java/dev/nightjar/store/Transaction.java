package dev.nightjar.store;

import org.jdbi.v3.core.Handle;

/// A transaction of the database, or a reading. Not thread-safe; not to be kept.
public final class Transaction {
  private final Handle handle;
  private final Dialect dialect;

  Transaction(Handle handle, Dialect dialect) {
    this.handle = handle;
    this.dialect = dialect;
  }

  Handle handle() {
    return handle;
  }

  Dialect dialect() {
    return dialect;
  }
}
