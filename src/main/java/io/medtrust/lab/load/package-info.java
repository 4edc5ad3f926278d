/**
 * How many verified cameras a worker carries: many calls at once from pictures that were encoded
 * before, and where the worker's time goes. May use {@code lab.pipeline}, {@code lab.media} and
 * {@code lab.person}.
 */
package io.medtrust.lab.load;
