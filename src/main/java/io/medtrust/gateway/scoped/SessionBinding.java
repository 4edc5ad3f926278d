package io.medtrust.gateway.scoped;

import io.medtrust.accounts.AuditTrail;
import io.medtrust.accounts.Principal;
import io.medtrust.bus.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers from what client each sign-in was first used, and notices when another one uses it: a
 * changed browser, or with {@code networks} a changed network. A person who changes from the wall
 * socket to the telephone's network keeps the browser, so networks are off by default.
 *
 * <p>Each node remembers for itself, at most {@link #MOST} sign-ins; one that was forgotten is
 * bound anew. A thief who copies the browser's name as well is not noticed by this: binding the key
 * (DPoP) is what stops him.
 */
public final class SessionBinding {
  /** What is done about a drift. */
  public enum Policy {
    OFF,
    OBSERVE,
    ENFORCE;

    public static Policy of(String text) {
      return switch (text) {
        case "off" -> OFF;
        case "observe" -> OBSERVE;
        case "enforce" -> ENFORCE;
        default ->
            throw new IllegalArgumentException(
                "setting gateway.binding.policy must be off, observe or enforce, not \""
                    + text
                    + '"');
      };
    }
  }

  static final int MOST = 20_000;

  private static final class Bound {
    final int agent;
    final String network;
    boolean told;

    Bound(int agent, String network) {
      this.agent = agent;
      this.network = network;
    }
  }

  private final Policy policy;
  private final boolean networks;
  private final AuditTrail audit;
  private final Map<String, Bound> families =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bound> eldest) {
          return size() > MOST;
        }
      };

  public SessionBinding(Policy policy, boolean networks, AuditTrail audit) {
    this.policy = policy;
    this.networks = networks;
    this.audit = audit;
  }

  /**
   * @param agent hash of the browser's name
   * @param network the address's prefix
   * @return 401 {@code step_up_required}, or null when the request may go on
   */
  public Problem check(Principal who, int agent, String network, String requestId) {
    if (policy == Policy.OFF || who.family() == null) return null;
    boolean browser;
    boolean moved;
    boolean tell;
    synchronized (families) {
      var bound = families.get(who.family());
      if (bound == null) {
        families.put(who.family(), new Bound(agent, network));
        return null;
      }
      browser = bound.agent != agent;
      moved = networks && !bound.network.equals(network);
      if (!browser && !moved) return null;
      tell = !bound.told;
      bound.told = true;
    }
    if (tell) {
      audit.write(
          "SESSION_HIJACK_SUSPECTED",
          "critical",
          null,
          null,
          who.id(),
          requestId,
          Map.of("browser", browser, "network", moved, "enforced", policy == Policy.ENFORCE));
    }
    return policy == Policy.ENFORCE
        ? new Problem(
            401, "step_up_required", "The sign-in is used from another client: sign in again")
        : null;
  }
}
