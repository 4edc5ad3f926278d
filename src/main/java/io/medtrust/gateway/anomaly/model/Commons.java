package io.medtrust.gateway.anomaly.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What is common to all principals: how often each endpoint is used, and with what payloads. */
final class Commons {
  private static final int ROOM = 1024;
  private static final double FADE_AT = 1_000_000;
  private static final double ALPHA = 0.01;
  private static final int SURE_AFTER = 30;

  private static final class Endpoint {
    double count;
    double mean;
    double variance = 1;
    int payloads;
  }

  private final Map<Integer, Endpoint> endpoints = new HashMap<>();
  private double total;

  /** Counts a request and gives its rarity, −log₂ of the endpoint's share before it; 0..20. */
  double rarity(int endpoint) {
    var e = endpoints.get(endpoint);
    double share = ((e == null ? 0 : e.count) + 1) / (total + 20);
    if (e == null && endpoints.size() < ROOM) endpoints.put(endpoint, e = new Endpoint());
    if (e != null) e.count++;
    if (++total > FADE_AT) fade();
    return Math.clamp(-Feature.log2(share), 0, 20);
  }

  private void fade() {
    total = 0;
    for (var e : endpoints.values()) total += e.count /= 2;
  }

  /** How far a payload's size is from what this endpoint gets, in standard deviations; 0..6. */
  double payload(int endpoint, long bytes) {
    var e = endpoints.get(endpoint);
    if (e == null) return 0;
    double size = Feature.log2(1 + bytes);
    double off = size - e.mean;
    double z = e.payloads < SURE_AFTER ? 0 : Math.abs(off) / Math.sqrt(e.variance + 0.25);
    double weight = Math.max(ALPHA, 1.0 / ++e.payloads);
    e.mean += weight * off;
    // winsorised: a few huge ones must not make huge ones usual
    double seen = z > 3 ? 9 * (e.variance + 0.25) : off * off;
    e.variance += weight * (seen - e.variance);
    if (e.payloads > 1_000_000) e.payloads = 1_000_000;
    return Math.min(6, z);
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(total);
    out.writeInt(endpoints.size());
    for (var entry : endpoints.entrySet()) {
      out.writeInt(entry.getKey());
      out.writeDouble(entry.getValue().count);
      out.writeDouble(entry.getValue().mean);
      out.writeDouble(entry.getValue().variance);
      out.writeInt(entry.getValue().payloads);
    }
  }

  void read(DataInput in) throws IOException {
    endpoints.clear();
    total = in.readDouble();
    int n = in.readInt();
    if (n < 0 || n > ROOM) throw new IOException("endpoints: " + n);
    for (int i = 0; i < n; i++) {
      int key = in.readInt();
      var e = new Endpoint();
      e.count = in.readDouble();
      e.mean = in.readDouble();
      e.variance = in.readDouble();
      e.payloads = in.readInt();
      endpoints.put(key, e);
    }
  }
}
