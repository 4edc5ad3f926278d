package io.medtrust.lab.traffic;

/**
 * A synthetic principal.
 *
 * @param login principal of the address from which it signs in
 * @param client hash of its usual place and browser
 * @param own first of the resources it deals with
 * @param owns how many there are
 * @param pace factor of its thinking times
 */
record Someone(
    String principal,
    String role,
    String login,
    int client,
    int own,
    int owns,
    double pace,
    int shift) {}
