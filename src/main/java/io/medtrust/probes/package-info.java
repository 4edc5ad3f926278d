/**
 * Checks that the node makes of the person who is verified: light probes at random times, prompts
 * when somebody in the room asks for one. Draws what cannot be known before, has it shown on that
 * person's page alone, tells analysis what was shown, and writes down what came of it. Uses {@code
 * bus}, {@code ops}, {@code accounts} (audit), {@code sessions} (consent) and the light sequence of
 * {@code analysis.detect.probe}.
 *
 * <p>To build it: deploy one {@code new ProbeVerticle(sessions, settings, registry)} per node on an
 * event loop.
 */
package io.medtrust.probes;
