package io.medtrust.bus;

import java.util.Map;

/**
 * An event for the page of one participant alone. Answered when there is such a page, else failed
 * with 404.
 *
 * @param event with its name in {@code event}
 */
public record MemberNotice(String session, String participant, Map<String, Object> event) {}
