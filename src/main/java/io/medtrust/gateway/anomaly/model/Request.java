package io.medtrust.gateway.anomaly.model;

/**
 * What the edge saw of one request, after its answer. Holds no content: ids, addresses and tokens
 * come as hashes.
 *
 * @param principal {@code user:ID} of a valid token, else {@code ip:ADDRESS}
 * @param role of the token, or {@code anonymous}
 * @param endpoint hash of method and route pattern; small in number
 * @param resource hash of the ids in the path; 0 when it names none
 * @param status of the answer
 * @param bytesIn of the body
 * @param bytesOut of the body
 * @param client hash of address prefix and user agent
 * @param token hash of the token's family or id; 0 when there was none
 * @param tokenAgeSeconds since it was signed; -1 when there was none
 * @param write not GET, HEAD or OPTIONS
 * @param admin an endpoint of administrators
 */
public record Request(
    String principal,
    String role,
    int endpoint,
    int resource,
    int status,
    long bytesIn,
    long bytesOut,
    int client,
    int token,
    int tokenAgeSeconds,
    boolean write,
    boolean admin) {}
