package dev.nightjar.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a server runs.
///
/// @param address it listens on
/// @param port 0 for any that is free
/// @param root the folder of the notebooks
/// @param data the folder of what the server keeps: database, snapshots, outputs
/// @param database a JDBC URL; null for SQLite in the data folder
/// @param token the one that lets in; null for none
/// @param attempts at most so many at a time
public record ServerConfig(
    String address,
    int port,
    Path root,
    Path data,
    @Nullable String database,
    @Nullable String token,
    int attempts) {}
