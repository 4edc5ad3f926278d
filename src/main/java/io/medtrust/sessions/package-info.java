/**
 * Visits: their states, who takes part in them, who may see them, and the doctor's consent to
 * analysis. Uses {@code accounts}, {@code bus}, {@code ops} and PostgreSQL.
 *
 * <p>To build it: {@code new SessionService(vertx, pool, SessionsSettings.from(settings),
 * accounts.totp)}, once per node. {@code DemoAccounts.create} fills an empty installation for a
 * demonstration.
 */
package io.medtrust.sessions;
