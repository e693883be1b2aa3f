/// What Nightjar remembers, on SQLite, PostgreSQL, MySQL or MariaDB: all SQL is here.
@NullMarked
package dev.nightjar.store;

import org.jspecify.annotations.NullMarked;
