/**
 * Keys that protect what lies in the database: {@link io.medtrust.keys.KeyProvider} seals small
 * secrets (second factors, signing keys, and the data key of each person, whose destruction is the
 * erasure of what it encrypts). The keys of the provider are never in the database nor in its
 * backups. Knows no Vert.x and no other package.
 */
package io.medtrust.keys;
