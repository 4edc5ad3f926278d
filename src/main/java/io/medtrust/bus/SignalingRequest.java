package io.medtrust.bus;

import java.util.Map;

/**
 * One signaling event of a client with the bridge's word on who sent it. The answer is a JSON
 * object, or a failure whose code is an HTTP status and whose message is the error body.
 *
 * @param session from the address that the client sent to
 * @param socket the bridge connection it came by, unguessable
 * @param who the authenticated principal, as the accounts package writes it
 * @param body the event as the client wrote it, with its name in {@code event}
 */
public record SignalingRequest(
    String session, String socket, Map<String, Object> who, Map<String, Object> body) {}
