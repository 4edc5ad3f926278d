/**
 * The log of trust: one hash chain per verification, stored as one immutable segment a second, with
 * a single writer for the whole deployment and a verifier that recomputes every block. The chain
 * and the check of it are pure; the writer uses PostgreSQL. May use {@code bus}, {@code ops} and
 * {@code store}.
 */
package io.medtrust.ledger;
