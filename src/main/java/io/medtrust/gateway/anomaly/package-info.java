/**
 * Request anomaly detection at the edge: one thread beside the event loops feeds the detector with
 * what the edge saw, keeps what it says, and under the policy {@code enforce} restricts principals.
 * docs/anomaly.md tells how it works and what it is worth.
 */
package io.medtrust.gateway.anomaly;
