package io.medtrust.gateway.limits;

/** What is limited together. A request counts in one tier only. */
public enum Tier {
  GENERAL,
  ANALYSIS,
  ADMIN;

  /** The tier of a request's normalised path. */
  public static Tier of(String path) {
    if (path.startsWith("/api/v1/analyze/")) return ANALYSIS;
    if (path.startsWith("/api/v1/admin/") || path.equals("/api/v1/gateway/anomaly")) return ADMIN;
    return GENERAL;
  }
}
