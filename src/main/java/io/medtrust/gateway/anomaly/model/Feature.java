package io.medtrust.gateway.anomaly.model;

/**
 * The numbers that describe a principal's traffic at one moment, each about 0 to 1 over all that
 * people do. Counts and sizes are taken as log₂(1 + n).
 */
public enum Feature {
  REQUESTS_60S("requests in 60 s", 7),
  REQUESTS_10MIN("requests in 10 min", 10),
  ENDPOINTS("distinct endpoints in 10 min", 4.5),
  ENDPOINT_ENTROPY("spread over endpoints", 4),
  RESOURCES_10MIN("distinct resources in 10 min", 6),
  RESOURCES_4H("distinct resources in 4 h", 8),
  CLIENT_ERRORS("share of 4xx answers", 1),
  SERVER_ERRORS("5xx answers in 10 min", 5),
  REFUSED_60S("401 and 403 answers in 60 s", 4),
  REFUSED_10MIN("401, 403 and 404 answers in 10 min", 5),
  BYTES_OUT_60S("bytes sent in 60 s", 24),
  BYTES_OUT_10MIN("bytes sent in 10 min", 26),
  BYTES_OUT_4H("bytes sent in 4 h", 29),
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
  ADMIN_HITS("admin endpoints in 10 min", 6);

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

  static Feature of(int dimension) {
    return ALL[dimension];
  }

  static double log2(double x) {
    return Math.log(x) * 1.4426950408889634;
  }
}
