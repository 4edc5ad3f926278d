package io.medtrust.gateway.anomaly;

import io.medtrust.bus.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who must prove itself again, and who must wait. A step-up is asked of a <em>token</em>: whoever
 * signs in anew holds another one, which is let through; a block is of the principal. Strangers
 * have nothing to prove themselves with, so they wait in both cases. For any thread.
 */
final class Restrictions {
  private static final int MOST = 10_000;

  private record Key(String principal, int token) {}

  private record Until(long millis) {}

  private final Map<Key, Until> stepUps = new ConcurrentHashMap<>();
  private final Map<String, Until> blocks = new ConcurrentHashMap<>();

  void stepUp(String principal, int token, long untilMillis) {
    if (token == 0) block(principal, untilMillis);
    else put(stepUps, new Key(principal, token), untilMillis);
  }

  void block(String principal, long untilMillis) {
    put(blocks, principal, untilMillis);
  }

  private static <K> void put(Map<K, Until> map, K key, long untilMillis) {
    // beyond that many, an attack is spread so wide that blocking one more helps nobody
    if (map.size() < MOST || map.containsKey(key)) map.put(key, new Until(untilMillis));
  }

  /** An administrator says that it was in order. */
  void lift(String principal) {
    blocks.remove(principal);
    stepUps.keySet().removeIf(key -> key.principal.equals(principal));
  }

  void purge(long now) {
    blocks.values().removeIf(until -> until.millis < now);
    stepUps.values().removeIf(until -> until.millis < now);
  }

  /** What a request is refused with, or null. */
  Problem refusal(String principal, int token, long now) {
    if (blocks.isEmpty() && stepUps.isEmpty()) return null;
    var blocked = blocks.get(principal);
    if (blocked != null && blocked.millis > now) {
      return token == 0
          ? new Problem(
              429, "anomaly_blocked", "Too many unusual requests came from this address; wait")
          : new Problem(
              403,
              "anomaly_blocked",
              "The account's requests are unusual; they are blocked a while");
    }
    var step = stepUps.get(new Key(principal, token));
    return step != null && step.millis > now
        ? new Problem(401, "step_up_required", "Unusual requests were seen: sign in again")
        : null;
  }

  int size() {
    return blocks.size() + stepUps.size();
  }
}
