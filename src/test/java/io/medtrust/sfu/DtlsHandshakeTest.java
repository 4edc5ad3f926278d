package io.medtrust.sfu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.rtc.dtls.Fingerprint;
import io.medtrust.rtc.dtls.PacketKind;
import io.medtrust.rtc.dtls.SrtpKeys;
import io.medtrust.rtc.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DtlsHandshakeTest {
  private static final DtlsCertificate SERVER = DtlsCertificate.generate();
  private static final DtlsCertificate CLIENT = DtlsCertificate.generate();
  private static final int SECONDS = 60;

  private final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
  private final CompletableFuture<DtlsHandshake.Failure> failed = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private DtlsHandshake server;
  private DtlsTestClient client;

  private final DtlsHandshake.Listener listener =
      new DtlsHandshake.Listener() {
        @Override
        public void onKeys(SrtpKeys made) {
          keys.complete(made);
        }

        @Override
        public void onFailed(DtlsHandshake.Failure why) {
          failed.complete(why);
        }

        @Override
        public void onClosed() {
          closed.complete(null);
        }
      };

  @AfterEach
  void end() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'7', AEAD_AES_128_GCM",
    "'1', AES128_CM_HMAC_SHA1_80",
    "'1 8 7', AEAD_AES_128_GCM",
    "'2 1 9', AES128_CM_HMAC_SHA1_80"
  })
  void bothSidesHaveTheSameKeysOfTheBestProfile(String offered, SrtpProfile expected)
      throws Exception {
    connect(CLIENT, CLIENT.fingerprint(), numbers(offered), _ -> true, _ -> true);

    SrtpKeys ours = keys.get(SECONDS, TimeUnit.SECONDS);
    SrtpKeys theirs = client.keys().get(SECONDS, TimeUnit.SECONDS);

    assertEquals(expected, ours.profile());
    assertEquals(SERVER.fingerprint(), client.serverFingerprint());
    assertUnderstand(ours, theirs);
  }

  @Test
  void anotherCertificateThanTheSdpsIsRefused() throws Exception {
    connect(CLIENT, DtlsCertificate.generate().fingerprint(), new int[] {7}, _ -> true, _ -> true);

    assertEquals(DtlsHandshake.Failure.WRONG_CERTIFICATE, failed.get(SECONDS, TimeUnit.SECONDS));
    assertThrows(ExecutionException.class, () -> client.keys().get(SECONDS, TimeUnit.SECONDS));
    assertFalse(keys.isDone());
  }

  @Test
  void aClientWithoutACertificateIsRefused() throws Exception {
    connect(null, CLIENT.fingerprint(), new int[] {7}, _ -> true, _ -> true);

    assertEquals(DtlsHandshake.Failure.WRONG_CERTIFICATE, failed.get(SECONDS, TimeUnit.SECONDS));
    assertFalse(keys.isDone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "2 5 6"})
  void aClientWithoutAProfileOfOursIsRefused(String offered) throws Exception {
    connect(CLIENT, CLIENT.fingerprint(), numbers(offered), _ -> true, _ -> true);

    assertEquals(DtlsHandshake.Failure.NO_SRTP_PROFILE, failed.get(SECONDS, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void lostDatagramsAreRepeated(long seed) throws Exception {
    connect(CLIENT, CLIENT.fingerprint(), new int[] {7}, new Lossy(seed), new Lossy(seed + 100));

    assertUnderstand(
        keys.get(SECONDS, TimeUnit.SECONDS), client.keys().get(SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void aLostCertificateVerifyDoesNotHangTheHandshake() throws Exception {
    AtomicInteger verifies = new AtomicInteger();
    connect(
        CLIENT,
        CLIENT.fingerprint(),
        new int[] {7},
        datagram -> datagram[0] != 22 || datagram[13] != 15 || verifies.incrementAndGet() > 1,
        _ -> true);

    assertUnderstand(
        keys.get(SECONDS, TimeUnit.SECONDS), client.keys().get(SECONDS, TimeUnit.SECONDS));
    assertTrue(verifies.get() > 1);
  }

  @Test
  void garbageBesideTheHandshakeIsIgnored() throws Exception {
    Random random = new Random(1);
    connect(
        CLIENT,
        CLIENT.fingerprint(),
        new int[] {7},
        datagram -> {
          for (int i = 0; i < 3; i++) {
            server.offer(garbage(random, datagram));
          }
          return true;
        },
        _ -> true);

    assertUnderstand(
        keys.get(SECONDS, TimeUnit.SECONDS), client.keys().get(SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void theGoodbyeOfTheClientIsSeen() throws Exception {
    connect(CLIENT, CLIENT.fingerprint(), new int[] {7}, _ -> true, _ -> true);
    keys.get(SECONDS, TimeUnit.SECONDS);
    client.keys().get(SECONDS, TimeUnit.SECONDS);

    client.close();

    closed.get(SECONDS, TimeUnit.SECONDS);
    assertFalse(failed.isDone());
    assertFalse(server.offer(new byte[20]));
  }

  @Test
  void theClientSeesOurGoodbyeAndNoCallbackFollows() throws Exception {
    connect(CLIENT, CLIENT.fingerprint(), new int[] {7}, _ -> true, _ -> true);
    keys.get(SECONDS, TimeUnit.SECONDS);
    client.keys().get(SECONDS, TimeUnit.SECONDS);

    server.close();
    server.close();

    client.ended().get(SECONDS, TimeUnit.SECONDS);
    assertFalse(closed.isDone());
  }

  @Test
  void silenceEndsInATimeout() throws Exception {
    server = new DtlsHandshake(SERVER, CLIENT.fingerprint(), _ -> {}, listener, 300);
    server.start();

    assertEquals(DtlsHandshake.Failure.TIMEOUT, failed.get(SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void aFloodOfGarbageEndsInATimeoutToo() throws Exception {
    Random random = new Random(2);
    server = new DtlsHandshake(SERVER, CLIENT.fingerprint(), _ -> {}, listener, 500);
    server.start();
    byte[] record = {22, (byte) 0xFE, (byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20};
    while (!failed.isDone()) {
      server.offer(garbage(random, Arrays.copyOf(record, 33)));
      Thread.onSpinWait();
    }

    assertTrue(failed.get() != null && !keys.isDone());
  }

  @Test
  void theQueueIsBounded() {
    server = new DtlsHandshake(SERVER, CLIENT.fingerprint(), _ -> {}, listener);
    int taken = 0;
    while (server.offer(new byte[100]) && taken < 10_000) {
      taken++;
    }

    assertEquals(32, taken);
    server.close();
    assertFalse(server.offer(new byte[100]));
  }

  @Test
  void oversizedAndEmptyDatagramsAreDropped() {
    server = new DtlsHandshake(SERVER, CLIENT.fingerprint(), _ -> {}, listener);
    assertFalse(server.offer(new byte[0]));
    assertFalse(server.offer(new byte[1501]));
  }

  @Test
  void whatIsSentLooksLikeDtlsAndFitsItsPath() throws Exception {
    List<byte[]> sent = new ArrayList<>();
    connect(
        CLIENT,
        CLIENT.fingerprint(),
        new int[] {7},
        _ -> true,
        datagram -> {
          synchronized (sent) {
            sent.add(datagram);
          }
          return true;
        });
    keys.get(SECONDS, TimeUnit.SECONDS);

    synchronized (sent) {
      for (byte[] datagram : sent) {
        assertEquals(PacketKind.DTLS, PacketKind.classify(datagram[0], datagram[1]));
        assertTrue(datagram.length <= 1200);
      }
    }
  }

  /** What may pass in one direction. */
  private interface Path {
    boolean passes(byte[] datagram);
  }

  /**
   * Loses a third of all datagrams, but none of the messages more than three times: repetitions
   * come at growing intervals, and a test should not wait for bad luck.
   */
  private static final class Lossy implements Path {
    private final Random random;
    private final Map<String, Integer> lost = new HashMap<>();

    Lossy(long seed) {
      random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    @Override
    public synchronized boolean passes(byte[] datagram) {
      // Record type and message type; of an encrypted record only that it is one.
      String message = datagram[4] != 0 ? "encrypted" : datagram[0] + "/" + datagram[13];
      return random.nextInt(3) > 0 || lost.merge(message, 1, Integer::sum) > 3;
    }
  }

  private void connect(
      DtlsCertificate shown, Fingerprint expected, int[] profiles, Path up, Path down)
      throws InterruptedException, TimeoutException {
    client =
        new DtlsTestClient(
            shown,
            datagram -> {
              if (up.passes(datagram)) {
                server.offer(datagram);
              }
            },
            profiles);
    server =
        new DtlsHandshake(
            SERVER,
            expected,
            datagram -> {
              if (down.passes(datagram)) {
                client.offer(datagram);
              }
            },
            listener,
            SECONDS * 1000);
    server.start();
    client.start();
  }

  private static void assertUnderstand(SrtpKeys ours, SrtpKeys theirs) {
    byte[] rtp = new byte[100];
    rtp[0] = (byte) 0x80;
    byte[] plain = Arrays.copyOf(rtp, 60);
    int length = ours.serverSender().protectRtp(rtp, 0, 60);
    assertEquals(60, theirs.clientReceiver().unprotectRtp(rtp, 0, length));
    assertArrayEquals(plain, Arrays.copyOf(rtp, 60));
    length = theirs.clientSender().protectRtp(rtp, 0, 60);
    assertEquals(60, ours.serverReceiver().unprotectRtp(rtp, 0, length));
    assertArrayEquals(plain, Arrays.copyOf(rtp, 60));
  }

  /** Random bytes, or a cut record, or one of another type or version. */
  private static byte[] garbage(Random random, byte[] like) {
    switch (random.nextInt(3)) {
      case 0 -> {
        byte[] noise = new byte[1 + random.nextInt(200)];
        random.nextBytes(noise);
        // Not a plain alert record: anyone on the path may end an unprotected handshake with one.
        noise[0] = (byte) (24 + random.nextInt(40));
        return noise;
      }
      case 1 -> {
        return Arrays.copyOf(like, random.nextInt(like.length));
      }
      default -> {
        byte[] changed = like.clone();
        changed[0] = (byte) (26 + random.nextInt(38));
        changed[1] ^= (byte) random.nextInt(256);
        return changed;
      }
    }
  }

  private static int[] numbers(String text) {
    return text.isEmpty()
        ? new int[0]
        : Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }
}
