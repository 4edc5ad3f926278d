package io.medtrust.lab.pipeline;

import io.medtrust.rtc.rtp.NackGenerator;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A network that loses packets, and a relay that asks for them again as ours does ({@link
 * NackGenerator}); what is sent again is lost as often. Sound is not sent again. Deterministic for
 * a seed and the same times. Not thread-safe.
 */
final class LossyWay {
  /** Takes a packet that arrived. */
  interface Arrival {
    void packet(byte[] packet, long nowNanos);
  }

  private static final long ROUND_TRIP_NANOS = 60_000_000;
  private static final int HISTORY = 2048;

  private record Resent(byte[] packet, long atNanos) {}

  private final double loss;
  private final boolean repairs;
  private final Random random;
  private final Arrival arrival;
  private NackGenerator nacks = new NackGenerator();
  private final byte[][] history = new byte[HISTORY][];
  private final PriorityQueue<Resent> resent =
      new PriorityQueue<>((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
  private long sent;
  private long arrived;

  /**
   * @param loss share lost, 0..1
   * @param repairs whether lost packets are asked for again
   */
  LossyWay(double loss, boolean repairs, long seed, Arrival arrival) {
    this.loss = loss;
    this.repairs = repairs;
    this.arrival = arrival;
    random = new Random(seed);
  }

  /** Another stream begins: what was missing of the old one is lost. */
  void restart() {
    nacks = new NackGenerator();
    Arrays.fill(history, null);
    resent.clear();
  }

  void send(byte[] packet, long now) {
    sent++;
    if (loss == 0) {
      arrived++;
      arrival.packet(packet, now);
      return;
    }
    history[sequence(packet) % HISTORY] = packet;
    if (random.nextDouble() >= loss) arrive(packet, now);
  }

  private void arrive(byte[] packet, long now) {
    if (nacks.handle(sequence(packet), now) == NackGenerator.Arrival.OLD) return;
    arrived++;
    arrival.packet(packet, now);
  }

  /** Asks for what is missing and delivers what was sent again by now. */
  void poll(long now) {
    if (loss == 0 || !repairs) return;
    while (!resent.isEmpty() && resent.peek().atNanos() <= now) arrive(resent.poll().packet(), now);
    nacks.poll(
        now,
        (pid, blp) -> {
          for (int i = -1; i < 16; i++) {
            if (i < 0 || (blp >> i & 1) != 0) resend(pid + i + 1 & 0xffff, now);
          }
        });
  }

  private void resend(int sequence, long now) {
    var packet = history[sequence % HISTORY];
    if (packet == null || sequence(packet) != sequence || random.nextDouble() < loss) return;
    resent.add(new Resent(packet, now + ROUND_TRIP_NANOS));
  }

  /** Whether packets were given up since the last time: only a key frame helps. */
  boolean takeKeyFrameNeeded() {
    return repairs && nacks.takeKeyFrameNeeded();
  }

  long sent() {
    return sent;
  }

  long lostForGood() {
    return sent - arrived - resent.size();
  }

  private static int sequence(byte[] packet) {
    return (packet[2] & 0xff) << 8 | packet[3] & 0xff;
  }

  /** Forgets the media that it held. */
  void close() {
    Arrays.fill(history, null);
  }
}
