package io.medtrust.replay;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.AnalysisCommand;
import io.medtrust.bus.AnalysisCommand.Fingerprint;
import io.medtrust.bus.AnalysisEvent;
import io.medtrust.bus.Reading;
import io.medtrust.bus.SessionEvent;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.testing.TestServers;
import io.medtrust.testing.Until;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MediaMemoryTest {
  private static final long DAY = 86_400_000;

  private final Vertx vertx = Vertx.vertx();
  private final Pool pool = TestServers.pool(vertx);
  private final MediaMemory memory = new MediaMemory(pool);
  private final long now = System.currentTimeMillis();
  private final List<AnalysisCommand.Memory> told = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private MediaMemoryVerticle verticle;
  private UUID doctor;

  /** A call of the doctor: its session and its verification. */
  private record Call(UUID session, UUID verification) {}

  @BeforeEach
  void listen() {
    doctor = user();
    vertx
        .eventBus()
        .<JsonObject>localConsumer(
            Addresses.ANALYSIS_COMMAND,
            m -> told.add((AnalysisCommand.Memory) Wire.decode(m.body(), AnalysisCommand.class)));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private UUID user() {
    return await(
        pool.preparedQuery(
                "insert into users (email, name, role, password_hash)"
                    + " values ($1, 'D', 'doctor', 'x') returning id")
            .execute(Tuple.of(UUID.randomUUID() + "@example.org"))
            .map(rows -> rows.iterator().next().getUUID(0)));
  }

  private Call call(UUID of) {
    var session =
        await(
            pool.preparedQuery(
                    "insert into sessions (doctor_id, status) values ($1, 'active') returning id")
                .execute(Tuple.of(of))
                .map(rows -> rows.iterator().next().getUUID(0)));
    var participant =
        await(
            pool.preparedQuery(
                    "insert into participants (session_id, user_id, role, verified)"
                        + " values ($1, $2, 'doctor', true) returning id")
                .execute(Tuple.of(session, of))
                .map(rows -> rows.iterator().next().getUUID(0)));
    return new Call(session, participant);
  }

  private void consent(Call call) {
    await(
        pool.preparedQuery(
                "insert into consents (session_id, user_id, participant_id, version, text_hash)"
                    + " select session_id, user_id, id, '1', repeat('0', 64) from participants"
                    + " where id = $1")
            .execute(Tuple.of(call.verification)));
  }

  private void withdraw(Call call) {
    await(
        pool.preparedQuery("update consents set withdrawn_at = now() where participant_id = $1")
            .execute(Tuple.of(call.verification)));
  }

  private Call consented(UUID of) {
    var call = call(of);
    consent(call);
    return call;
  }

  private static Fingerprint fingerprint(String kind, int length, long millis) {
    var data = new byte[length];
    new java.util.Random(millis).nextBytes(data);
    return new Fingerprint(kind, "f-1", Base64.getEncoder().encodeToString(data), millis);
  }

  private int rows() {
    return await(
        pool.query("select count(*)::int from media_fingerprints")
            .execute()
            .map(rows -> rows.iterator().next().getInteger(0)));
  }

  private void deploy(int days) {
    var settings = new ReplaySettings(days, 100_000, 3_600_000);
    verticle = new MediaMemoryVerticle(settings, pool, metrics);
    await(vertx.deployVerticle(verticle));
  }

  private void begin(Call call) {
    publish(
        Addresses.VERIFICATION,
        new VerificationCommand.Begin(call.session.toString(), call.verification.toString()));
    Until.holds(10, () -> verticle.watches(call.verification));
  }

  private void taken(Call call, Fingerprint fingerprint) {
    var verification = call.verification.toString();
    publish(
        Addresses.analysis(verification),
        new AnalysisEvent.FingerprintTaken(verification, fingerprint));
  }

  private void publish(String address, Object payload) {
    vertx.eventBus().publish(address, Wire.encode(payload));
  }

  @Test
  void nothing_is_stored_without_consent_or_after_it_was_withdrawn() {
    var call = call(doctor);
    assertFalse(await(memory.keep(call.verification, fingerprint("video", 601, now))));
    consent(call);
    assertTrue(await(memory.keep(call.verification, fingerprint("video", 601, now))));
    withdraw(call);
    assertFalse(await(memory.keep(call.verification, fingerprint("video", 601, now))));
    assertEquals(1, await(memory.purge(now - DAY)));
    assertEquals(0, rows());
  }

  @Test
  void an_account_gets_its_own_newest_ones_of_each_kind_and_nobody_elses() {
    var first = consented(doctor);
    for (int n = 0; n < 10; n++) {
      await(memory.keep(first.verification, fingerprint("video", 600, now - 5000 * n)));
    }
    await(memory.keep(first.verification, fingerprint("sound", 800, now - DAY)));
    var stranger = consented(user());
    await(memory.keep(stranger.verification, fingerprint("video", 600, now)));
    var second = call(doctor);
    var found = await(memory.newest(second.verification, now - 2 * DAY, 3000));
    assertEquals(6, found.size());
    assertEquals("sound", found.getFirst().kind());
    assertEquals(now - 20_000, found.get(1).mediaTimeMillis());
    assertEquals(fingerprint("video", 600, now), found.getLast());
    assertEquals(5, await(memory.newest(second.verification, now - DAY / 2, 3000)).size());
  }

  @Test
  void what_is_older_than_the_retention_is_deleted() {
    var call = consented(doctor);
    await(memory.keep(call.verification, fingerprint("video", 600, now - 91 * DAY)));
    await(memory.keep(call.verification, fingerprint("video", 600, now - 89 * DAY)));
    deploy(90);
    Until.holds(10, () -> rows() == 1);
  }

  @Test
  void a_later_call_of_the_account_is_told_what_the_earlier_one_left() {
    deploy(90);
    var first = consented(doctor);
    begin(first);
    taken(first, fingerprint("video", 601, now));
    taken(first, fingerprint("sound", 801, now + 1));
    taken(first, fingerprint("smell", 801, now + 2));
    Until.holds(10, () -> rows() == 2);
    var second = call(doctor);
    begin(second);
    Until.holds(10, () -> told.size() == 1);
    assertEquals(second.verification.toString(), told.getFirst().verification());
    assertEquals(2, told.getFirst().fingerprints().size());
  }

  @Test
  void a_camera_that_was_off_does_not_make_detectors_forget_the_call() {
    deploy(90);
    var call = consented(doctor);
    begin(call);
    taken(call, fingerprint("video", 601, now));
    Until.holds(10, () -> rows() == 1);
    var verification = call.verification.toString();
    var off =
        new Reading(
            call.session.toString(),
            verification,
            "replay",
            Reading.State.UNKNOWN,
            null,
            null,
            "no_video",
            "The camera is off",
            Map.of(),
            now,
            "",
            "");
    Until.holds(
        10,
        () -> {
          publish(Addresses.reading(verification), off);
          return told.stream().anyMatch(m -> m.fingerprints().size() == 1);
        });
  }

  @Test
  void withdrawing_consent_deletes_what_was_taken_under_it() {
    deploy(90);
    var call = consented(doctor);
    begin(call);
    taken(call, fingerprint("video", 601, now));
    Until.holds(10, () -> rows() == 1);
    publish(
        Addresses.session(call.session.toString()),
        new SessionEvent.ConsentChanged(
            call.session.toString(), call.verification.toString(), false, "now"));
    Until.holds(10, () -> rows() == 0);
  }

  @Test
  void with_a_retention_of_zero_nothing_is_listened_to() {
    deploy(0);
    var call = consented(doctor);
    verticle.command(
        Wire.encode(
            new VerificationCommand.Begin(call.session.toString(), call.verification.toString())));
    assertFalse(verticle.watches(call.verification));
  }

  @Test
  void a_worker_that_says_too_much_is_not_believed() {
    deploy(90);
    var call = consented(doctor);
    begin(call);
    for (int n = 0; n < 300; n++) taken(call, fingerprint("video", 601, now + n));
    taken(call, fingerprint("video", 4096, now + 999));
    taken(call, fingerprint("video", 601, now + 100 * DAY));
    var stored = metrics.counter("medtrust.replay.fingerprints.stored");
    var lost = metrics.counter("medtrust.replay.fingerprints.lost");
    Until.holds(20, () -> stored.count() + lost.count() == 302);
    // The minute may end in between.
    assertTrue(rows() >= 60 && rows() <= 120, rows() + " rows");
  }
}
