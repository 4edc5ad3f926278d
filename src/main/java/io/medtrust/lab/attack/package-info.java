/**
 * {@code medtrust lab attack}: genuine footage that becomes an attack in the middle of a call, and
 * how long it takes until somebody is told.
 */
package io.medtrust.lab.attack;
