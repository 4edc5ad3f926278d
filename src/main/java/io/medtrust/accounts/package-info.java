/**
 * People and their tokens: users, roles, password hashes, access and refresh tokens, revocation,
 * failed sign-ins. Uses {@code bus}, {@code ops}, PostgreSQL and Redis; knows nothing of sessions
 * or HTTP.
 *
 * <p>To build it: {@code AccountsSettings.from(settings)}, {@code new TokenSigner(secret, issuer)},
 * {@code new TokenService(vertx, pool, redis, signer, settings)} and {@code new LoginService(vertx,
 * pool, redis, tokens, hasher, settings)}, all of them once per node. {@code TokenCommand} signs a
 * scoped token from the secret alone.
 */
package io.medtrust.accounts;
