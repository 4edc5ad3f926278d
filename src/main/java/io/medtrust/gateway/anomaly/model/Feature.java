package io.medtrust.gateway.anomaly.model;

/**
 * The numbers that describe a principal's traffic at one moment. Each is divided by {@link #full},
 * so that the whole range of what people do is about 0 to 1 in every one: the forest cuts in
 * proportion to ranges, so this is what makes features comparable. Counts and sizes are taken as
 * log₂(1 + n).
 */
public enum Feature {
  REQUESTS_60S("requests in 60 s", 7),
  REQUESTS_10MIN("requests in 10 min", 10),
  ENDPOINTS("distinct endpoints in 10 min", 4.5),
  ENDPOINT_ENTROPY("spread over endpoints", 4),
  RESOURCES_10MIN("distinct resources in 10 min", 6),
  RESOURCES_1H("distinct resources in 1 h", 7),
  CLIENT_ERRORS("share of 4xx answers", 1),
  SERVER_ERRORS("5xx answers in 10 min", 5),
  REFUSED_60S("401 and 403 answers in 60 s", 4),
  REFUSED_10MIN("401, 403 and 404 answers in 10 min", 5),
  BYTES_OUT_60S("bytes sent in 60 s", 24),
  BYTES_OUT_10MIN("bytes sent in 10 min", 26),
  BYTES_OUT_1H("bytes sent in 1 h", 28),
  BYTES_IN_10MIN("bytes received in 10 min", 24),
  GAP_MEAN("time between requests", 10),
  GAP_SPREAD("regularity of requests", 2),
  HOUR_SIN("hour of the day", 4),
  HOUR_COS("hour of the day", 4),
  NEW_CLIENT("new address or browser", 2),
  TOKEN_SWITCHES("one token from several places", 3),
  TOKEN_AGE("age of the token", 12),
  TOKENS("tokens at once", 3),
  WRITES("share of writing requests", 1),
  RARITY("rarity of endpoints", 12),
  PAYLOAD("unusual payload size", 6),
  ADMIN_HITS("admin endpoints in 10 min", 6),
  // Roles differ so much that they are told apart first.
  ROLE_STAFF("role", 1),
  ROLE_PATIENT("role", 1),
  ROLE_DISPLAY("role", 1),
  ROLE_ADMIN("role", 1),
  ROLE_ANONYMOUS("role", 1);

  private static final Feature[] ALL = values();

  /** How many there are. */
  public static final int COUNT = ALL.length;

  /** Raised when a feature's meaning changes: a model of other features is refused. */
  static final int VERSION = 1;

  private final String words;
  private final float full;

  Feature(String words, double full) {
    this.words = words;
    this.full = (float) full;
  }

  /** For people, as a reason. */
  public String words() {
    return words;
  }

  void set(float[] vector, double value) {
    vector[ordinal()] = (float) value / full;
  }

  void setLog(float[] vector, double count) {
    set(vector, log2(1 + Math.max(0, count)));
  }

  /** Roles and hours say who and when, not what was wrong. */
  boolean isReason() {
    return ordinal() < ROLE_STAFF.ordinal() && this != HOUR_SIN;
  }

  static Feature of(int dimension) {
    return ALL[dimension];
  }

  static double log2(double x) {
    return Math.log(x) * 1.4426950408889634;
  }
}
