package io.medtrust.lab.attack;

import io.medtrust.lab.media.I420;
import io.medtrust.lab.pipeline.LabSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Genuine footage until a moment, the attack from then on. The attack's own pictures come at 30 a
 * second. A screen or a print is moved before the camera within {@value #HOLD_UP_SECONDS} s, so
 * that no hard cut gives it away. Footage of an attacker that is over ends the call, so that
 * nothing gives it away by coming twice.
 */
final class AttackSource implements LabSource {
  private static final long STEP_MICROS = 33_333;
  private static final long PACKET_MICROS = 20_000;
  private static final double HOLD_UP_SECONDS = 1.2;

  private final AttackKind kind;
  private final long startMicros;
  private final int loopPictures;
  private final LabSource genuine;
  private final Supplier<? extends LabSource> again;
  private final I420 last = new I420();
  private final I420 shown = new I420();
  private final ArrayDeque<I420> kept = new ArrayDeque<>();
  private List<I420> loop;
  private LabSource other;
  private long otherBase;
  private long lastMicros = -STEP_MICROS;
  private int attackPicture;
  private int packet;

  /**
   * @param startMicros media time at which the attack begins
   * @param loopSeconds of a {@link AttackKind#LOOP}
   * @param again the attacker's footage from its beginning: of the same person for replays, of
   *     another for switches; called anew when it is over and {@link AttackKind#shownAgain()}
   */
  AttackSource(
      AttackKind kind,
      long startMicros,
      double loopSeconds,
      LabSource genuine,
      Supplier<? extends LabSource> again) {
    this.kind = kind;
    this.startMicros = startMicros;
    this.genuine = genuine;
    this.again = again;
    loopPictures = (int) Math.round(loopSeconds * 30);
  }

  @Override
  public boolean hasPictures() {
    return kind.pictures;
  }

  @Override
  public boolean hasSound() {
    return kind.sound;
  }

  @Override
  public boolean otherLayer() {
    return kind == AttackKind.OTHER_LAYER && attackPicture > 0;
  }

  @Override
  public long nextPicture(I420 into) {
    boolean goesOn = kind.needsFootage();
    long micros = Math.max(startMicros, lastMicros + STEP_MICROS);
    if (goesOn || lastMicros + STEP_MICROS < startMicros) {
      long next = genuine.nextPicture(into);
      if (next == END || kind == AttackKind.LIP_MISMATCH) return next;
      if (goesOn) micros = next;
      if (next < startMicros) {
        lastMicros = next;
        last.set(into);
        if (kind == AttackKind.LOOP) keep(into);
        return next;
      }
    }
    if (kind.recorded()) micros = recorded(kind == AttackKind.SCREEN_REPLAY ? shown : into, micros);
    if (kind == AttackKind.SCREEN_UNSEEN) shown.set(into);
    if (micros == END) return END;
    double seconds = (micros - startMicros) / 1e6;
    attack(into, seconds);
    if (kind.heldUp() && seconds < HOLD_UP_SECONDS) {
      Tampering.slide(last, into, seconds / HOLD_UP_SECONDS);
    }
    attackPicture++;
    lastMicros = micros;
    return micros;
  }

  /** The newest pictures, in buffers that are used again. */
  private void keep(I420 picture) {
    var buffer = kept.size() < loopPictures ? new I420() : kept.poll();
    buffer.set(picture);
    kept.add(buffer);
  }

  private void attack(I420 into, double seconds) {
    switch (kind) {
      case FROZEN -> into.set(last);
      case BLACK -> into.fill(16, 128, 128);
      case LOOP -> {
        if (loop == null) loop = new ArrayList<>(kept);
        into.set(loop.get(attackPicture % loop.size()));
      }
      case REPLAYED_FILE, SWITCH_FACE, OTHER_LAYER -> {}
      case SCREEN_REPLAY, SCREEN_UNSEEN -> Tampering.screen(shown, into, seconds);
      case PHOTO -> Tampering.photo(last, into, seconds);
      case SWITCH_VOICE, SYNTHETIC_VOICE, CLONED_VOICE, SILENCE, LIP_MISMATCH ->
          throw new IllegalStateException(kind + " has no pictures of its own");
    }
  }

  /**
   * The next picture of the attacker's footage.
   *
   * @param now when it begins, should it begin with this picture
   * @return when this picture is sent, or {@link #END}
   */
  private long recorded(I420 into, long now) {
    for (int tries = 0; tries < 2; tries++) {
      if (other == null) {
        other = again.get();
        otherBase = now;
      }
      long micros = other.nextPicture(into);
      if (micros != END) return Math.max(otherBase + micros, lastMicros + 1);
      if (!kind.shownAgain()) return END;
      other.close();
      other = null;
    }
    throw new IllegalStateException("the attacker's footage has no pictures");
  }

  @Override
  public boolean nextSound(short[] into) {
    long micros = packet++ * PACKET_MICROS;
    if (micros < startMicros) return genuine.nextSound(into);
    if (kind == AttackKind.SILENCE) {
      Arrays.fill(into, (short) 0);
      return true;
    }
    if (other == null) other = again.get();
    return other.nextSound(into);
  }

  @Override
  public void close() {
    genuine.close();
    if (other != null) other.close();
  }
}
