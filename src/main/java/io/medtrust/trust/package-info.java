/**
 * From readings to trust: the state of each signal, the fusion and the six-part formula of the
 * reference over what is known, alarms with de-bounce, and what is recorded of it. The core ({@link
 * io.medtrust.trust.TrustCore} and what it uses) is pure; verticles around it know the bus,
 * PostgreSQL and Redis. May use {@code bus} and {@code ops}; knows detectors only as readings.
 */
package io.medtrust.trust;
