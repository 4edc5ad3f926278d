/**
 * Tokens for one action: down-scoped from an access token, short-lived, used once where they change
 * something, and bound to a key by DPoP when the client has one; and the binding of a sign-in to
 * the client that made it.
 */
package io.medtrust.gateway.scoped;
