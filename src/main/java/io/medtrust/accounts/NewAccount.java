package io.medtrust.accounts;

import io.vertx.core.json.JsonObject;

/**
 * An account to be made.
 *
 * @param email in lower case
 * @param ward id, may be null
 * @param profile columns of {@code doctor_profiles} or {@code patient_profiles}
 */
public record NewAccount(
    String email, String name, String role, String password, String ward, JsonObject profile) {}
