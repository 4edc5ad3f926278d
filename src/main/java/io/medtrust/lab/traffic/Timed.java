package io.medtrust.lab.traffic;

import io.medtrust.gateway.anomaly.model.Request;

/**
 * @param at milliseconds of simulated time
 * @param attack number of the attack that it belongs to, or -1
 */
record Timed(long at, Request request, int attack) {}
