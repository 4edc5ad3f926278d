/**
 * Synthetic traffic of a hospital and of five attacks on it, with labels, and what the request
 * anomaly detector makes of it. The generator is pure: seeds and simulated time only. How real
 * people and real attackers behave is not known from this.
 */
package io.medtrust.lab.traffic;
