package dev.nightjar.scheduler;

import dev.nightjar.store.Transaction;

/// What else is to be done in the transaction that makes a job or a definition, so that both happen
/// or neither does. As that may run again, it must have no other effect.
public interface Made {
  /// Does nothing.
  Made NOTHING_ELSE = (_, _) -> {};

  /// Does it.
  ///
  /// @param id of what was made
  void then(Transaction transaction, String id);
}
