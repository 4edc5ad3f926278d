package io.medtrust.lab.traffic;

/** The calls of the API that synthetic traffic is made of, with the sizes of their answers. */
enum Call {
  LOGIN(true, false, false, 900, 0.1, 80),
  REFRESH(true, false, false, 900, 0.1, 60),
  ME(false, false, false, 300, 0.2, 0),
  ACTIVE(false, false, false, 900, 0.6, 0),
  CONSENT_TEXT(false, false, false, 2500, 0.05, 0),
  CONSENT(true, true, false, 120, 0.1, 150),
  START(true, false, false, 150, 0.1, 120),
  END(true, true, false, 100, 0.1, 2),
  LIVE(false, true, false, 1200, 0.3, 0),
  HISTORY(false, true, false, 9000, 0.5, 0),
  WALL(false, false, false, 4000, 0.4, 0),
  EVIDENCE(false, true, false, 90_000, 0.7, 0),
  CHAIN(false, true, false, 11_000, 0.3, 0),
  IMAGE(false, true, false, 250_000, 0.9, 0),
  MESSAGES(false, true, false, 5000, 0.8, 0),
  MESSAGE(true, true, false, 200, 0.2, 300),
  USERS(false, false, true, 14_000, 0.3, 0),
  AUDIT(false, false, true, 40_000, 0.3, 0),
  THRESHOLDS(true, false, true, 400, 0.1, 250),
  HEALTH(false, false, false, 400, 0.05, 0);

  final boolean write;
  final boolean resource;
  final boolean admin;

  /** Median and log-normal spread of the answer's bytes. */
  final double bytes;

  final double spread;
  final int payload;

  Call(boolean write, boolean resource, boolean admin, double bytes, double spread, int payload) {
    this.write = write;
    this.resource = resource;
    this.admin = admin;
    this.bytes = bytes;
    this.spread = spread;
    this.payload = payload;
  }
}
