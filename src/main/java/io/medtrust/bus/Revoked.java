package io.medtrust.bus;

/**
 * Tokens that are worth nothing from now on: the one with {@code jti}, all of the refresh family
 * {@code family}, or, with both null, all of the user. Who serves such a token ends it.
 *
 * @param user whose tokens; null for a token without a user
 */
public record Revoked(String user, String jti, String family) {}
