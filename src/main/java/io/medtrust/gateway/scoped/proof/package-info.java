/**
 * DPoP, demonstrating proof of possession (RFC 9449): the proof itself, the thumbprint of its key
 * and the server's nonces. Pure: time is passed in, what was seen before is somebody else's to
 * know.
 */
package io.medtrust.gateway.scoped.proof;
