package io.medtrust.gateway.anomaly.model;

/** What is remembered of one principal: about 2 KB, whatever it does. */
final class PrincipalWindow {
  private static final long MINUTE = 60_000;
  private static final int N = 0;
  private static final int REFUSED = 1;
  private static final int OUT = 2;
  private static final int NOT_FOUND = 3;
  private static final int C4XX = 4;
  private static final int C5XX = 5;
  private static final int IN = 6;
  private static final int WRITE = 7;
  private static final int ADMIN = 8;
  private static final int SWITCHES = 9;

  /** Weight of the newest in running means. */
  private static final double NEWEST = 0.1;

  private static final double LONGEST_GAP_SECONDS = 600;
  private static final double PAYLOAD_FADES_MILLIS = 300_000;

  private final Buckets minute = new Buckets(6, 10_000, 3);
  private final Buckets ten = new Buckets(10, MINUTE, 10);
  private final Buckets four = new Buckets(12, 20 * MINUTE, 1);
  private final FewCounts endpoints = new FewCounts(24, 10 * MINUTE);
  private final DistinctCount resourcesTen = new DistinctCount(512, 10 * MINUTE);
  private final DistinctCount resourcesLong = new DistinctCount(2048, 240 * MINUTE);
  private final Clients clients = new Clients();
  private final long since;
  private long last = -1;
  private double gapMean = Feature.log2(1 + LONGEST_GAP_SECONDS);
  private double gapVariance = 1;
  private double rarity;
  private double payload;
  private int tokenAge = -1;

  /** What has been judged, kept by the detector. */
  final Judged judged = new Judged();

  PrincipalWindow(long now) {
    since = now;
  }

  void add(Request r, long now, Commons commons) {
    if (last >= 0 && now - last >= 1000 * LONGEST_GAP_SECONDS) beginAnew();
    minute.advance(now);
    ten.advance(now);
    four.advance(now);
    endpoints.advance(now);
    resourcesTen.advance(now);
    resourcesLong.advance(now);

    boolean refused = r.status() == 401 || r.status() == 403;
    minute.add(N, 1);
    if (refused) minute.add(REFUSED, 1);
    minute.add(OUT, r.bytesOut());
    ten.add(N, 1);
    if (refused) ten.add(REFUSED, 1);
    ten.add(OUT, r.bytesOut());
    if (r.status() == 404) ten.add(NOT_FOUND, 1);
    if (r.status() / 100 == 4) ten.add(C4XX, 1);
    if (r.status() / 100 == 5) ten.add(C5XX, 1);
    ten.add(IN, r.bytesIn());
    if (r.write()) ten.add(WRITE, 1);
    if (r.admin()) ten.add(ADMIN, 1);
    four.add(0, r.bytesOut());
    endpoints.add(r.endpoint());
    if (r.resource() != 0) {
      resourcesTen.add(r.resource());
      resourcesLong.add(r.resource());
    }
    if (clients.seen(r.client(), r.token(), now)) ten.add(SWITCHES, 1);
    double rare = commons.rarity(r.endpoint());
    rarity = last < 0 ? rare : rarity + NEWEST * (rare - rarity);
    if (last >= 0) payload *= Math.exp(-Math.max(0, now - last) / PAYLOAD_FADES_MILLIS);
    if (r.write()) payload = Math.max(payload, commons.payload(r.endpoint(), r.bytesIn()));
    if (last >= 0) {
      double seconds = Math.clamp((now - last) / 1000.0, 0, LONGEST_GAP_SECONDS);
      double off = Feature.log2(1 + seconds) - gapMean;
      gapMean += NEWEST * off;
      gapVariance += NEWEST * (off * off - gapVariance);
    }
    tokenAge = r.tokenAgeSeconds();
    last = now;
  }

  /** After a pause, running means are those of somebody never seen: a restart looks the same. */
  private void beginAnew() {
    gapMean = Feature.log2(1 + LONGEST_GAP_SECONDS);
    gapVariance = 1;
    payload = 0;
    last = -1;
  }

  /**
   * The features right after a request.
   *
   * @param dayMillis time of the day where the users are, 0..86,400,000
   * @param out {@link Feature#COUNT} numbers
   */
  void vector(long now, long dayMillis, float[] out) {
    float n = Math.max(1, ten.sum(N));
    Feature.REQUESTS_60S.setLog(out, minute.sum(N));
    Feature.REQUESTS_10MIN.setLog(out, n);
    Feature.ENDPOINTS.setLog(out, endpoints.distinct());
    Feature.ENDPOINT_ENTROPY.set(out, endpoints.entropy());
    Feature.RESOURCES_10MIN.setLog(out, resourcesTen.estimate());
    Feature.RESOURCES_4H.setLog(out, resourcesLong.estimate());
    // of few requests a share says little
    Feature.CLIENT_ERRORS.set(out, ten.sum(C4XX) / (n + 4));
    Feature.SERVER_ERRORS.setLog(out, ten.sum(C5XX));
    Feature.REFUSED_60S.setLog(out, minute.sum(REFUSED));
    Feature.REFUSED_10MIN.setLog(out, ten.sum(REFUSED) + ten.sum(NOT_FOUND));
    Feature.BYTES_OUT_60S.setLog(out, minute.sum(OUT));
    Feature.BYTES_OUT_10MIN.setLog(out, ten.sum(OUT));
    Feature.BYTES_OUT_4H.setLog(out, four.sum(0));
    Feature.BYTES_IN_10MIN.setLog(out, ten.sum(IN));
    Feature.GAP_MEAN.set(out, gapMean);
    Feature.GAP_SPREAD.set(out, Math.sqrt(gapVariance));
    double angle = 2 * Math.PI * dayMillis / 86_400_000.0;
    Feature.HOUR_SIN.set(out, 1 + Math.sin(angle));
    Feature.HOUR_COS.set(out, 1 + Math.cos(angle));
    Feature.NEW_CLIENT.setLog(out, clients.newClients(now, since));
    Feature.TOKEN_SWITCHES.setLog(out, ten.sum(SWITCHES));
    Feature.TOKEN_AGE.setLog(out, tokenAge / 10.0);
    Feature.TOKENS.setLog(out, clients.tokensInUse(now));
    Feature.WRITES.set(out, ten.sum(WRITE) / (n + 4));
    Feature.RARITY.set(out, rarity);
    Feature.PAYLOAD.set(out, payload);
    Feature.ADMIN_HITS.setLog(out, ten.sum(ADMIN));
  }
}
