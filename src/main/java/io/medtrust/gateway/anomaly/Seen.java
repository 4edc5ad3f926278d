package io.medtrust.gateway.anomaly;

import io.medtrust.gateway.anomaly.model.Request;

/**
 * One answered request on its way to the detector.
 *
 * @param user id for the audit log, null for strangers
 * @param route method and route pattern
 */
public record Seen(Request request, long atMillis, String user, String requestId, String route) {}
