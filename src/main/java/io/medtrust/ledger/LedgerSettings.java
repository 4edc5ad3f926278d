package io.medtrust.ledger;

import io.medtrust.ops.Settings;

/**
 * Settings of the ledger's writer.
 *
 * @param batchEntries most segments in one commit
 * @param batchWaitMillis how long the first of a batch waits for others
 * @param queueEntries entries that may wait; more are refused
 * @param electionMillis how often a node that is not the writer tries to become it
 * @param heartbeatMillis how often an idle writer asks whether it still holds the lock
 * @param commitTimeoutMillis a commit that takes longer ends the writer's term
 */
public record LedgerSettings(
    int batchEntries,
    int batchWaitMillis,
    int queueEntries,
    int electionMillis,
    int heartbeatMillis,
    int commitTimeoutMillis) {
  public static LedgerSettings from(Settings settings) {
    return new LedgerSettings(
        settings.integer("ledger.batch_entries", 1, 5_000),
        settings.integer("ledger.batch_wait_ms", 0, 1_000),
        settings.integer("ledger.queue_entries", 1, 1_000_000),
        settings.integer("ledger.election_ms", 50, 60_000),
        settings.integer("ledger.heartbeat_ms", 100, 60_000),
        settings.integer("ledger.commit_timeout_ms", 100, 120_000));
  }
}
