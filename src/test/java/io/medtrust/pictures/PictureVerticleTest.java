package io.medtrust.pictures;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.medtrust.bus.Addresses;
import io.medtrust.bus.Alert;
import io.medtrust.bus.StillTaken;
import io.medtrust.bus.VerificationCommand;
import io.medtrust.bus.Wire;
import io.medtrust.keys.FileKeys;
import io.medtrust.keys.KeyProblem;
import io.medtrust.keys.KeyProvider;
import io.medtrust.sessions.ConsentText;
import io.medtrust.testing.TestServers;
import io.medtrust.testing.Until;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureVerticleTest {
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};

  private final Vertx vertx = Vertx.vertx();
  private final Pool pool = TestServers.pool(vertx);
  private final PictureStore store = new PictureStore(pool);
  @TempDir static Path folder;
  private final KeyProvider keys = FileKeys.readOrCreate(folder.resolve("keys"));
  private final ConsentText text = ConsentText.load("pictures", "1");
  private final AtomicInteger asked = new AtomicInteger();
  private UUID session;
  private UUID verification;

  @BeforeEach
  void call() {
    var doctor =
        id(
            "insert into users (email, name, role, password_hash) values ($1, 'D', 'doctor', 'x')"
                + " returning id",
            UUID.randomUUID() + "@example.org");
    session =
        id("insert into sessions (doctor_id, status) values ($1, 'active') returning id", doctor);
    verification =
        await(
            pool.preparedQuery(
                    "insert into participants (session_id, user_id, role, verified)"
                        + " values ($1, $2, 'doctor', true) returning id")
                .execute(Tuple.of(session, doctor))
                .map(rows -> rows.iterator().next().getUUID(0)));
    await(
        pool.preparedQuery(
                "insert into consents (session_id, user_id, participant_id, version, text_hash)"
                    + " values ($1, $2, $3, '2', repeat('0', 64))")
            .execute(Tuple.of(session, doctor, verification)));
    vertx
        .eventBus()
        .<JsonObject>localConsumer(
            Addresses.ANALYSIS_STILL,
            m -> {
              asked.incrementAndGet();
              m.reply(
                  Wire.encode(
                      new StillTaken(
                          verification.toString(),
                          Base64.getEncoder().encodeToString(JPEG),
                          System.currentTimeMillis())));
            });
    await(vertx.deployVerticle(new PictureVerticle(new PictureSettings(30, 60_000), pool, keys)));
    vertx
        .eventBus()
        .publish(
            Addresses.VERIFICATION,
            Wire.encode(
                new VerificationCommand.Begin(session.toString(), verification.toString())));
  }

  private UUID id(String sql, Object value) {
    return await(
        pool.preparedQuery(sql)
            .execute(Tuple.of(value))
            .map(rows -> rows.iterator().next().getUUID(0)));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private Alert alarm() {
    var alert =
        new Alert(
            UUID.randomUUID().toString(),
            session.toString(),
            verification.toString(),
            List.of("frozen"),
            "The picture is frozen",
            "critical",
            Instant.now().toString(),
            true,
            null);
    vertx.eventBus().publish(Addresses.ALERT, Wire.encode(alert));
    return alert;
  }

  private int kept() {
    return await(store.of(session)).size();
  }

  @Test
  void an_alarm_about_who_agreed_keeps_a_sealed_picture() {
    await(store.give(verification, text));
    var alert = alarm();
    Until.holds(10, () -> kept() == 1);
    var id = UUID.fromString(alert.alertId());
    var sealed = await(store.sealed(session, id));
    assertArrayEquals(JPEG, keys.open(sealed, AlertPictures.context(alert.alertId())));
    assertThrows(
        KeyProblem.class,
        () -> keys.open(sealed, AlertPictures.context(UUID.randomUUID().toString())));
    assertNull(await(store.sealed(session, UUID.randomUUID())));
  }

  @Test
  void nothing_is_taken_of_who_did_not_agree() {
    alarm();
    await(store.agreed(verification));
    assertEquals(0, kept());
    assertEquals(0, asked.get());
  }

  @Test
  void alarms_that_follow_each_other_closely_have_one_picture() {
    await(store.give(verification, text));
    alarm();
    Until.holds(10, () -> kept() == 1);
    alarm();
    await(store.agreed(verification));
    assertEquals(1, kept());
  }

  @Test
  void withdrawing_either_consent_forgets_them() {
    await(store.give(verification, text));
    alarm();
    Until.holds(10, () -> kept() == 1);
    await(store.withdraw(verification));
    assertEquals(0, kept());
    assertNull(await(store.given(verification)));

    await(store.give(verification, text));
    var at = OffsetDateTime.now();
    await(
        store.keep(
            new Alert(
                UUID.randomUUID().toString(),
                session.toString(),
                verification.toString(),
                List.of("black"),
                "",
                "critical",
                at.toString(),
                true,
                null),
            0,
            keys.seal(JPEG, "x")));
    assertEquals(1, kept());
    await(
        pool.preparedQuery("update consents set withdrawn_at = now() where participant_id = $1")
            .execute(Tuple.of(verification)));
    assertEquals(0, kept());
    assertNull(await(store.given(verification)));
  }

  @Test
  void what_was_written_while_consent_was_withdrawn_is_purged() {
    await(
        pool.preparedQuery(
                "insert into alert_pictures (alert_id, session_id, participant_id, trigger, at,"
                    + " media_time, sealed) values ($1, $2, $3, 'black', now(), now(), $4)")
            .execute(
                Tuple.of(
                    UUID.randomUUID(),
                    session,
                    verification,
                    Buffer.buffer(keys.seal(JPEG, "x")))));
    assertEquals(1, kept());
    await(store.purge(OffsetDateTime.now().minusDays(1)));
    assertEquals(0, kept());
  }

  @Test
  void what_is_too_old_is_purged() {
    await(store.give(verification, text));
    alarm();
    Until.holds(10, () -> kept() == 1);
    await(store.purge(OffsetDateTime.now().minusDays(30)));
    assertEquals(1, kept());
    await(store.purge(OffsetDateTime.now().plusMinutes(1)));
    assertEquals(0, kept());
  }
}
