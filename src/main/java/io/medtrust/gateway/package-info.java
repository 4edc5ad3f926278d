/**
 * The HTTP edge: REST, static pages, the event-bus bridge, WHIP and WHEP, metrics, health; one
 * error form for all of it. Uses {@code accounts}, {@code sessions}, {@code bus}, {@code ops},
 * {@code store}, {@code ledger} for the block formula, and of the SFU the WHIP/WHEP routes.
 *
 * <p>To build it: one {@code new Gateway(...)} per node, then deploy {@code new
 * HttpVerticle(gateway)} once per core.
 */
package io.medtrust.gateway;
