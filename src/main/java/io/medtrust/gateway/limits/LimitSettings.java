package io.medtrust.gateway.limits;

import io.medtrust.ops.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * @param general and admin, requests of one principal in 15 min
 * @param analysis requests of one principal in a minute
 * @param own principals with a number of their own, which holds in every tier
 */
public record LimitSettings(int general, int analysis, int admin, Map<String, Integer> own) {
  private static final int MINUTE = 60_000;
  private static final int QUARTER = 900_000;
  private static final int MOST = 1_000_000_000;

  public LimitSettings {
    own = Map.copyOf(own);
  }

  public static LimitSettings from(Settings settings) {
    var own = new HashMap<String, Integer>();
    for (var entry : settings.list("gateway.limits.own")) {
      int equals = entry.lastIndexOf('=');
      try {
        int limit = Integer.parseInt(entry.substring(equals + 1).trim());
        if (equals < 1 || limit < 1 || limit > MOST) throw new NumberFormatException();
        own.put(entry.substring(0, equals).trim(), limit);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "setting gateway.limits.own is a list of PRINCIPAL=NUMBER, not \"" + entry + '"');
      }
    }
    return new LimitSettings(
        settings.integer("gateway.limits.general", 1, MOST),
        settings.integer("gateway.limits.analysis", 1, MOST),
        settings.integer("gateway.limits.admin", 1, MOST),
        own);
  }

  int limit(String principal, Tier tier) {
    var mine = own.get(principal);
    if (mine != null) return mine;
    return switch (tier) {
      case GENERAL -> general;
      case ANALYSIS -> analysis;
      case ADMIN -> admin;
    };
  }

  static int windowMillis(Tier tier) {
    return tier == Tier.ANALYSIS ? MINUTE : QUARTER;
  }
}
