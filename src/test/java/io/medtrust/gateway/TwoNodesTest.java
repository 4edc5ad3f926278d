package io.medtrust.gateway;

import static io.medtrust.testing.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.bus.RoomCommand;
import io.medtrust.bus.RoomEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two nodes that share PostgreSQL and Redis: what one takes back, the other refuses in a second.
 */
class TwoNodesTest {
  private static final long LIMIT_MILLIS = 1000;

  private static Node one;
  private static Node two;

  @BeforeAll
  static void start() {
    one = new Node();
    two = Node.beside(one);
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
  }

  @AfterEach
  void plug() {
    one.redisCable.plug();
    two.redisCable.plug();
  }

  private static int status(Node node, String token) {
    return node.get("/api/v1/auth/me", token).statusCode();
  }

  private static void withinASecond(String what, BooleanSupplier condition) {
    long begun = System.nanoTime();
    Until.isTrue(what, condition);
    long millis = (System.nanoTime() - begun) / 1_000_000;
    assertTrue(millis < LIMIT_MILLIS, what + " after " + millis + " ms");
  }

  private static BridgeClient known(Node node, String token) {
    var client = node.bridge(token);
    client.register("session." + node.session);
    // A frame is answered only after the one before it.
    client.send("signaling.in", new JsonObject());
    assertFalse(client.closed);
    return client;
  }

  @Test
  void aSignedOutTokenIsRefusedByTheOtherNodeAndItsSocketCloses() {
    var token = one.token("doctor");
    assertEquals(200, status(two, token));
    var socket = known(two, token);
    one.post("/api/v1/auth/logout", token, new JsonObject());
    withinASecond("refused by the other node", () -> status(two, token) == 401);
    withinASecond("the socket is closed", () -> socket.closed);
  }

  @Test
  void aDeactivatedAccountIsOutOnBothNodesEvenWithoutRedis() {
    var id = one.person("nurse", "out-without-redis@x.example", true);
    var in = one.login("out-without-redis@x.example");
    var token = in.getString("token");
    assertEquals(200, status(two, token));
    var socket = known(two, token);
    one.redisCable.pull();
    two.redisCable.pull();
    // Whoever changes the row, the table's trigger takes the tokens back.
    await(one.pool.query("update users set is_active = false where id = '" + id + "'").execute());
    withinASecond("the socket is closed", () -> socket.closed);
    assertEquals(403, status(two, token));
    one.redisCable.plug();
    two.redisCable.plug();
    var refresh = new JsonObject().put("refresh_token", in.getString("refresh_token"));
    assertEquals(401, two.post("/api/v1/auth/refresh", null, refresh).statusCode());
  }

  @Test
  void anotherMainRoleEndsTheTokensOfTheOldOne() {
    var id = one.person("nurse", "role-change@x.example", true);
    var token = one.login("role-change@x.example").getString("token");
    assertEquals(200, status(two, token));
    await(one.pool.query("update users set role = 'viewer' where id = '" + id + "'").execute());
    withinASecond("refused", () -> status(two, token) == 401);
    var roles =
        await(one.pool.query("select role from user_roles where user_id = '" + id + "'").execute());
    assertEquals(1, roles.size());
    assertEquals("viewer", roles.iterator().next().getString("role"));
  }

  @Test
  void whatARoleMayIsReadFromTheTableByEveryNode() {
    one.person("nurse", "may-read@x.example", true);
    var token = one.login("may-read@x.example").getString("token");
    var path = "/api/v1/trustscore/history/" + one.session;
    assertEquals(200, two.get(path, token).statusCode());
    await(
        one.pool
            .query(
                "delete from role_permissions where role = 'nurse' and permission = 'trust:read'")
            .execute());
    withinASecond("the nurse may no more", () -> two.get(path, token).statusCode() == 403);
    var refused = two.get(path, token).bodyAsJsonObject();
    assertEquals("insufficient_permissions", refused.getString("code"));
    assertEquals("trust:read", refused.getJsonArray("required").getString(0));
    await(one.pool.query("insert into role_permissions values ('nurse', 'trust:read')").execute());
    withinASecond("the nurse may again", () -> two.get(path, token).statusCode() == 200);
  }

  @Test
  void aSecondRoleAddsItsPermissions() {
    var id = one.person("viewer", "two-roles@x.example", true);
    var token = one.login("two-roles@x.example").getString("token");
    var path = "/api/v1/blockchain/audit/" + one.session;
    var before = two.get(path, token).bodyAsJsonObject();
    assertEquals("insufficient_permissions", before.getString("code"));
    await(
        one.pool
            .query("insert into user_roles (user_id, role) values ('" + id + "', 'doctor')")
            .execute());
    // Now the permission is there, and it is the session that is not this viewer's.
    withinASecond(
        "the permission is there",
        () -> "not_your_session".equals(two.get(path, token).bodyAsJsonObject().getString("code")));
  }

  @Test
  void anAdminWithoutThePermissionHasNoWayAround() {
    var token = one.token("admin");
    var path = "/api/v1/trustscore/history/" + one.session;
    assertEquals(200, two.get(path, token).statusCode());
    await(one.pool.query("delete from role_permissions where role = 'admin'").execute());
    withinASecond("refused", () -> two.get(path, token).statusCode() == 403);
    await(one.pool.query("insert into role_permissions values ('admin', '*')").execute());
    withinASecond("allowed again", () -> two.get(path, token).statusCode() == 200);
  }

  @Test
  void aMediaConnectionOfTheOtherNodeIsCutWhenTheAccountIsBlocked() {
    var id = one.person("doctor", "whip-elsewhere@x.example", true);
    var token = one.login("whip-elsewhere@x.example").getString("token");
    var session =
        one.post("/api/v1/streams/start", token, new JsonObject())
            .bodyAsJsonObject()
            .getString("stream_id");
    var offer = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendrecv\r\n";
    var response =
        await(
            two.client
                .post("/whip/" + session)
                .bearerTokenAuthentication(token)
                .putHeader("Content-Type", "application/sdp")
                .sendBuffer(Buffer.buffer(offer)));
    assertEquals(201, response.statusCode(), response.bodyAsString());
    var connect = two.sfu.await(RoomCommand.Connect.class, c -> c.session().equals(session));
    two.sfu.tell(new RoomEvent.Connected(session, connect.participant(), connect.connection()));
    long begun = System.nanoTime();
    var path = "/api/v1/admin/users/" + id + "/block";
    assertEquals(200, one.post(path, one.token("admin"), new JsonObject()).statusCode());
    two.sfu.await(RoomCommand.Expel.class, e -> e.participant().equals(connect.participant()));
    long millis = (System.nanoTime() - begun) / 1_000_000;
    // With the admin's own sign-in in it.
    assertTrue(millis < LIMIT_MILLIS, millis + " ms");
  }
}
