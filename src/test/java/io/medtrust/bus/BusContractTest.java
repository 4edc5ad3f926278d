package io.medtrust.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.cluster.infinispan.InfinispanClusterManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a node says on the bus, another node of the cluster understands. */
class BusContractTest {
  private static Vertx one;
  private static Vertx other;

  @BeforeAll
  static void two_nodes_form_a_cluster() {
    System.setProperty("vertx.infinispan.config", "cluster-infinispan.xml");
    one = clustered();
    other = clustered();
  }

  private static Vertx clustered() {
    var options = new EventBusOptions().setHost("127.0.0.1").setPort(0);
    return TestServers.await(
        Vertx.builder()
            .with(new io.vertx.core.VertxOptions().setEventBusOptions(options))
            .withClusterManager(new InfinispanClusterManager())
            .buildClustered());
  }

  @AfterAll
  static void both_leave() {
    TestServers.await(one.close());
    TestServers.await(other.close());
  }

  /** One of each payload that may cross nodes, every field filled. */
  private static List<Object> payloads() {
    var fusion = new TrustUpdate.Fusion(61, "MEDIUM", 1, false, 60, 62, 63, 64, List.of("source"));
    var signal =
        new TrustUpdate.Signal(
            "voice",
            "ok",
            77,
            "ok",
            "Speech is heard.",
            false,
            true,
            12L,
            "voice",
            "advisory",
            0.75,
            11L,
            "Speech is heard (since 14:32:11)");
    var update =
        new TrustUpdate(
            "s",
            "v",
            66,
            "suspicious",
            "2026-01-02T03:04:05.678Z",
            1767323045678L,
            0.9,
            "uncalibrated",
            1,
            2,
            3,
            4,
            5,
            6,
            fusion,
            Map.of("video", 0.4),
            List.of(signal),
            List.of("why"),
            List.of("frozen"),
            "a".repeat(64),
            "b".repeat(64),
            true,
            17L,
            2.5,
            0.99,
            99,
            "probability",
            0.01,
            41,
            0.75,
            new TrustUpdate.Identity("matches", "Matches the enrolled doctor"),
            "warn",
            71);
    var reading =
        new Reading(
            "s",
            "v",
            "pulse",
            Reading.State.OK,
            71.5,
            -0.25,
            "ok",
            "A pulse is seen.",
            Map.of("bpm", 72.1, "regions", List.of("forehead")),
            99L,
            "model",
            "config");
    return List.of(
        update,
        reading,
        new AnalysisEvent.Face("v", 1, 0.1f, 0.2f, 0.3f, 0.4f, 1, "face"),
        new AnalysisEvent.Pulse("v", 1, 72.5, 3.5, List.of(0.5f, -0.5f)),
        new AnalysisEvent.Decoding("v", 1, 2, 3, 4, 640, 480, 1.5),
        new AnalysisEvent.Availability("v", false, "The worker is gone."),
        new AnalysisEvent.TemplateMeasured(
            "v", new AnalysisCommand.Template("face", "m@1", List.of(0.5f), 0.9)),
        new AnalysisEvent.FingerprintTaken(
            "v", new AnalysisCommand.Fingerprint("video", "dhash@1", "AAEC", 5)),
        new AnalysisCommand.Enrolled(
            "v", List.of(new AnalysisCommand.Template("voice", "m@1", List.of(-1f, 2f), 1.0))),
        new AnalysisCommand.LightProbe("v", "p", 1, 500, List.of(0.5f, 0.25f, 1f)),
        new AnalysisCommand.Challenge("v", "c", "words", List.of("north", "river"), 1, 15_001),
        new AnalysisCommand.Memory(
            "v", List.of(new AnalysisCommand.Fingerprint("sound", "peaks@1", "AA==", 7))),
        new Alert(
            "id", "s", "v", List.of("black"), "The picture is black.", "critical", "t", true, 12),
        new LedgerEntry("s", "v", 7, List.of("2026-01-02T03:04:05.678Z:unknown")),
        new LedgerEntry.Appended("v", 7, 9, "c".repeat(64), "d".repeat(64), true),
        new AuditEvent(
            "LOGIN_FAILED", "warning", "s", "a", "b", "r", Map.of("address", "127.0.0.1")),
        new SessionCommand.Consent("s", true, "1", "e".repeat(64)),
        new SessionCommand.End("s"),
        new SessionEvent.ConsentChanged("s", "v", true, "t"),
        new SessionEvent.StatusChanged("s", "active"),
        new SessionEvent.CheckAsked("s", "v", "c", "light", "u", "t"),
        new SessionEvent.CheckDone("s", "v", "c", "light", "ok", "reflection", "Why.", "t"),
        new SessionCommand.RequestCheck("s", "any"),
        new ProbeCommand("s", "light", "u"),
        new GateState.Query("s"),
        new GateState(
            "s",
            "v",
            List.of(new GateState.Part("face", "ok", 81.5, "ok", "It is.")),
            List.of(new GateState.Mismatch("looped", "It is."))),
        new SessionEvent.GateProgress(
            "s", false, List.of(new SessionEvent.Part("face", "unknown", "no_face", "W.", true))),
        new SessionEvent.BreakGlass("s", "u", "Dr. U", "Patient unconscious", "t"),
        new SessionEvent.Blocked("s", "Why.", "t"),
        new SessionEvent.Ended("s", "u", "t"),
        new SessionEvent.Ended("s", "u", "t", Map.of("stream_id", "s")),
        new Revoked("u", "j", "f"),
        new VerificationCommand.Begin("s", "v"),
        new VerificationCommand.End("s", "v"));
  }

  @Test
  void every_payload_arrives_on_the_other_node_as_it_was_sent() throws Exception {
    for (var payload : payloads()) {
      var address = "contract." + payload.getClass().getSimpleName();
      var arrived = new CompletableFuture<JsonObject>();
      var consumer =
          other.eventBus().<JsonObject>consumer(address, m -> arrived.complete(m.body()));
      TestServers.await(consumer.completion());
      one.eventBus().publish(address, Wire.encode(payload));
      var type = sealedRoot(payload.getClass());
      assertEquals(payload, Wire.decode(arrived.get(20, TimeUnit.SECONDS), type));
      TestServers.await(consumer.unregister());
    }
  }

  /** Members of a sealed payload are read by their common interface, as actors do. */
  private static Class<?> sealedRoot(Class<?> type) {
    for (var parent : type.getInterfaces()) if (parent.isSealed()) return parent;
    return type;
  }

  @Test
  void an_acknowledgement_and_a_refusal_cross_nodes() {
    var consumer =
        other
            .eventBus()
            .<JsonObject>consumer(
                "contract.ask",
                message -> {
                  var entry = Wire.decode(message.body(), LedgerEntry.class);
                  if (entry.second() == 1)
                    message.reply(Wire.encode(new LedgerEntry.Appended("v", 1, 2, "h", "p", true)));
                  else message.fail(409, "not now");
                });
    TestServers.await(consumer.completion());
    var reply =
        TestServers.await(
            one.eventBus()
                .<JsonObject>request(
                    "contract.ask", Wire.encode(new LedgerEntry("s", "v", 1, List.of()))));
    assertEquals(2, Wire.decode(reply.body(), LedgerEntry.Appended.class).block());
    var refused =
        one.eventBus()
            .request("contract.ask", Wire.encode(new LedgerEntry("s", "v", 2, List.of())));
    var failure = assertThrows(ReplyException.class, () -> TestServers.await(refused));
    assertEquals(409, failure.failureCode());
  }

  @Test
  void another_version_and_another_kind_of_message_are_refused_and_new_fields_ignored() {
    var json = Wire.encode(new SessionCommand.End("s"));
    var newer =
        assertThrows(
            Problem.class, () -> Wire.decode(json.copy().put("v", 2), SessionCommand.class));
    assertEquals("bad_message", newer.code());
    assertThrows(Problem.class, () -> Wire.decode(null, SessionCommand.class));
    assertThrows(
        Problem.class, () -> Wire.decode(json.copy().put("type", "other"), SessionCommand.class));
    assertThrows(
        Problem.class,
        () -> Wire.decode(new JsonObject().put("v", 1).put("second", "x"), LedgerEntry.class));
    var extended = Wire.decode(json.copy().put("later", 1), SessionCommand.class);
    assertTrue(extended.equals(new SessionCommand.End("s")));
  }
}
