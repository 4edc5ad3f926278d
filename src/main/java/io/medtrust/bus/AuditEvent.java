package io.medtrust.bus;

import java.util.Map;

/**
 * One line of the audit log.
 *
 * @param type as {@code LOGIN_FAILED}
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param session may be null
 * @param actor user who did it, may be null
 * @param subject user whom it concerns, may be null
 */
public record AuditEvent(
    String type,
    String severity,
    String session,
    String actor,
    String subject,
    String requestId,
    Map<String, Object> details) {}
