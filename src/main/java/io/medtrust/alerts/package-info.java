/**
 * Where alarms and audit events go: the append-only audit log, notices to admins, and an outbox of
 * messages that leave the house. Uses {@code accounts} (who is an admin), {@code bus}, {@code ops}
 * and PostgreSQL.
 *
 * <p>To build it: deploy one {@code new AuditVerticle(pool, registry)} and one {@code new
 * AlertVerticle(pool)} per node with the virtual-thread model, before what sends to them.
 */
package io.medtrust.alerts;
