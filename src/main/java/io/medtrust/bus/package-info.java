/**
 * The language that the actors speak: the catalogue of event-bus addresses, the payload records and
 * how they are written. Uses Vert.x JSON and Jackson, and nothing else of MedTrust.
 */
package io.medtrust.bus;
