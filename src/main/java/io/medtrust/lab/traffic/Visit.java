package io.medtrust.lab.traffic;

import io.medtrust.gateway.anomaly.model.Request;
import java.util.List;
import java.util.Random;

/** Somebody at work: makes requests one after the other, and thinks between them. */
final class Visit {
  private static final int REFRESH_MILLIS = 840_000;
  private static final int ERROR_BYTES = 220;

  private final Someone who;
  private final Random random;
  private final List<Timed> into;
  private final int attack;
  int client;
  int token;
  long at;
  private long signedAt;

  Visit(Someone who, long at, Random random, List<Timed> into, int attack) {
    this.who = who;
    this.at = at;
    this.random = random;
    this.into = into;
    this.attack = attack;
    this.client = who.client();
    this.token = random.nextInt() | 1;
    this.signedAt = at;
  }

  /** Signs in, after as many wrong passwords. */
  Visit signIn(int typos) {
    for (int i = 0; i < typos; i++) {
      login(401);
      think(6);
    }
    login(200);
    signedAt = at;
    pause(0.3);
    return call(Call.ME, 0, 200);
  }

  void login(int status) {
    anonymous(Call.LOGIN, status);
  }

  void anonymous(Call call, int status) {
    into.add(new Timed(at, request(who.login(), "anonymous", call, 0, status, 0, -1), attack));
  }

  Visit call(Call call, int resource, int status) {
    if (at - signedAt > REFRESH_MILLIS) {
      anonymous(Call.REFRESH, 200);
      signedAt = at;
      at += 60;
    }
    int age = (int) ((at - signedAt) / 1000);
    into.add(
        new Timed(
            at, request(who.principal(), who.role(), call, resource, status, token, age), attack));
    return this;
  }

  private Request request(
      String principal, String role, Call call, int resource, int status, int of, int age) {
    boolean good = status < 400;
    long out =
        good ? (long) (call.bytes * Math.exp(call.spread * random.nextGaussian())) : ERROR_BYTES;
    long in = call.payload == 0 ? 0 : (long) (call.payload * Math.exp(0.3 * random.nextGaussian()));
    return new Request(
        principal,
        role,
        call.ordinal() * 7919 + 17,
        call.resource ? resource : 0,
        status,
        in,
        out,
        client,
        of,
        age,
        call.write,
        call.admin);
  }

  /** Log-normal, with this median of seconds for an average person. */
  Visit think(double seconds) {
    at += 80 + (long) (1000 * seconds * who.pace() * Math.exp(0.7 * random.nextGaussian()));
    return this;
  }

  /** What a page does by itself. */
  Visit pause(double seconds) {
    at += 20 + (long) (1000 * seconds * random.nextDouble());
    return this;
  }

  int any() {
    return who.own() + random.nextInt(Math.max(1, who.owns()));
  }

  /** Mostly fine; now and then somebody asks for what is gone. */
  int fine() {
    return random.nextInt(70) == 0 ? 404 : 200;
  }
}
