/**
 * {@code medtrust lab train}: trains the project's own models from a folder of media. Deterministic
 * by a seed. Nothing of the running product uses it.
 */
package io.medtrust.lab.train;
