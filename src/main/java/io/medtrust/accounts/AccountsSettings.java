package io.medtrust.accounts;

import io.medtrust.ops.Settings;

/**
 * @param issuer of the tokens this node signs, and the only one it believes
 * @param accessSeconds life of an access token
 * @param refreshSeconds life of a refresh token
 * @param argonMemoryKib Argon2id memory, KiB
 * @param argonIterations Argon2id passes
 * @param argonParallelism Argon2id lanes
 * @param hashThreads password hashes computed at once
 * @param hashQueue password hashes waiting or computed at the most; more are refused with 503
 * @param loginFailures failed sign-ins of one account from one address before back-off
 * @param loginAddressFailures failed sign-ins of one address, whatever the account
 * @param loginWindowSeconds the time in which failures are counted
 * @param strangerAttempts registrations, and password resets, of one address in that time
 * @param selfRegistration whether doctors and patients may register themselves
 * @param resetSeconds life of a password reset token
 * @param doubleLogin whether the sign-in that asks twice is offered
 * @param edDsa users' tokens are signed by Ed25519 keys instead of the secret
 */
public record AccountsSettings(
    String issuer,
    int accessSeconds,
    int refreshSeconds,
    int argonMemoryKib,
    int argonIterations,
    int argonParallelism,
    int hashThreads,
    int hashQueue,
    int loginFailures,
    int loginAddressFailures,
    int loginWindowSeconds,
    int strangerAttempts,
    boolean selfRegistration,
    int resetSeconds,
    boolean doubleLogin,
    boolean edDsa) {

  public static AccountsSettings from(Settings settings) {
    return new AccountsSettings(
        settings.text("accounts.issuer"),
        settings.integer("accounts.access_seconds", 10, 86400),
        settings.integer("accounts.refresh_seconds", 60, 90 * 86400),
        settings.integer("accounts.argon2_memory_kib", 64, 1 << 20),
        settings.integer("accounts.argon2_iterations", 1, 20),
        settings.integer("accounts.argon2_parallelism", 1, 16),
        settings.integer("accounts.hash_threads", 1, 64),
        settings.integer("accounts.hash_queue", 1, 10000),
        settings.integer("accounts.login_failures", 1, 10000),
        settings.integer("accounts.login_address_failures", 1, 100000),
        settings.integer("accounts.login_window_seconds", 1, 86400),
        settings.integer("accounts.stranger_attempts", 1, 100000),
        settings.flag("accounts.self_registration"),
        settings.integer("accounts.reset_seconds", 60, 7 * 86400),
        settings.flag("accounts.double_login"),
        edDsa(settings.text("accounts.signing")));
  }

  private static boolean edDsa(String signing) {
    return switch (signing) {
      case "hs256" -> false;
      case "eddsa" -> true;
      default -> throw new IllegalArgumentException("accounts.signing is hs256 or eddsa");
    };
  }
}
