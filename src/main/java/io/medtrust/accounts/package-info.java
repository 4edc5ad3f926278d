/**
 * People and their tokens: users, roles and permissions, passwords, second factors, access and
 * refresh tokens, revocation on all nodes, failed sign-ins, what admins do to accounts, reading the
 * audit log. Uses {@code bus}, {@code ops}, {@code keys}, PostgreSQL and Redis; knows nothing of
 * sessions or HTTP.
 *
 * <p>To build it: {@code AccountsSettings.from(settings)}, {@code new TokenSigner(secret, issuer)}
 * or, with opened {@code SigningKeys}, {@code new TokenSigner(secret, issuer, keys)}, {@code new
 * TokenService(vertx, pool, redis, signer, settings)} and {@code new Accounts(vertx, pool, redis,
 * tokens, hasher, keys, settings)}, all of them once per node. {@code TokenCommand} signs a scoped
 * token from the secret alone.
 */
package io.medtrust.accounts;
