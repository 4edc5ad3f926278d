/**
 * The gate before a session: what must be known of a doctor before a patient meets them. Pure: no
 * Vert.x, no clock; times are epoch milliseconds of the caller. docs/gate.md says what each part
 * rests on.
 */
package io.medtrust.sessions.gate;
