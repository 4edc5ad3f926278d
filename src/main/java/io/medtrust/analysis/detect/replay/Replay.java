package io.medtrust.analysis.detect.replay;

import io.medtrust.analysis.detect.Cadence;
import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.FaceGate;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VideoDetector;
import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Were these pictures shown before: a loop, a loop that runs to and fro, or pictures of an earlier
 * call. Life does not repeat itself movement for movement; a file does, through any codec, and
 * cropped or brightened.
 *
 * <p>Two series are compared with their past: the motion within the aligned face, which knows no
 * background and no framing, and that of the whole picture. What only the picture repeats while the
 * face goes its own way is a moving background; where the face agrees less well than alone would
 * do, both together decide.
 */
final class Replay implements VideoDetector {
  static final String FORM = "face-motion-1";
  private static final int NEAREST_TICKS = 20;
  private static final int MEMORY_TICKS = 30;
  private static final int HOLD_TICKS = 30;
  private static final int KEEPSAKE_TICKS = 50;
  private static final int EARLIER_TICKS = 36_000;
  private static final long REDRAWN_MICROS = 800_000;
  private static final long FORGIVEN_MICROS = 5_000_000;
  private static final long LASTS_MICROS = 3_000_000;
  // Little is left of a small face at 150 kbit/s. At a place that the picture names and nobody
  // searched for, this is no chance.
  private static final double ALSO = 0.5;
  private static final int PICTURE_MINUTES = 10;
  private static final double USUAL = 0.35;
  private final Cadence verdicts = new Cadence(1);
  private final Blocks blocks = new Blocks();
  private final MotionTicks faceTicks = new MotionTicks(Blocks.FACE_SIDE * Blocks.FACE_SIDE, 2.0);
  private final MotionTicks pictureTicks = new MotionTicks(Blocks.COLUMNS * Blocks.ROWS, 1.5);
  private final SequenceSearch earlier =
      new SequenceSearch(MotionTicks.SIZE, EARLIER_TICKS, 1, MEMORY_TICKS, false);
  private final Keepsake keepsake = new Keepsake("video", FORM, MotionTicks.SIZE, KEEPSAKE_TICKS);
  private final Recall face;
  private final Recall picture;
  private final double similarity;
  private final List<Output> out = new ArrayList<>();
  private long now;
  private long lastGood = Long.MIN_VALUE;
  private long lastFace = Long.MIN_VALUE;
  private long forgiven = Long.MIN_VALUE;
  private long foundAt = Long.MIN_VALUE;
  private Recall.Where where;
  private double secondsBack;

  Replay(Map<String, String> settings) {
    similarity = Tuning.number(settings, "replay.similarity", 0.72, 0.5, 0.99);
    int minutes = (int) Tuning.number(settings, "replay.minutes", 60, 1, 240);
    var limits = new Recall.Limits(similarity, 3, 1.5, 15, HOLD_TICKS);
    face = new Recall(search(minutes), earlier, scaled(limits));
    picture =
        new Recall(
            search(Math.min(minutes, PICTURE_MINUTES)),
            new SequenceSearch(MotionTicks.SIZE, 1, 1, MEMORY_TICKS, false),
            scaled(limits));
  }

  /** Energies are given in units before signatures became bytes. */
  private static Recall.Limits scaled(Recall.Limits l) {
    double unit = MotionTicks.SCALE * MotionTicks.SCALE;
    return new Recall.Limits(
        l.similarity(), l.distinctness(), l.energy() * unit, l.spread(), l.hold());
  }

  private static SequenceSearch search(int minutes) {
    return new SequenceSearch(MotionTicks.SIZE, minutes * 600, NEAREST_TICKS, MEMORY_TICKS, true);
  }

  @Override
  public void know(Knowledge knowledge) {
    if (!(knowledge instanceof Knowledge.Memory memory)) return;
    earlier.forget();
    Signatures.unpack(memory.fingerprints(), FORM, MotionTicks.SIZE, EARLIER_TICKS, earlier);
  }

  @Override
  public List<Output> observe(FaceObservation o) {
    now = o.captureTimeMicros();
    out.clear();
    if (!o.damaged()) take(o);
    if (verdicts.due(now)) out.add(judge(o));
    return List.copyOf(out);
  }

  private void take(FaceObservation o) {
    // A key frame draws the picture anew: change that is no motion. Were each of many forgiven,
    // nothing would be left.
    if (now < lastGood) {
      forgiven = Long.MIN_VALUE;
      foundAt = Long.MIN_VALUE;
      lastFace = Long.MIN_VALUE;
    }
    if (o.keyFrame() && (forgiven == Long.MIN_VALUE || now - forgiven > FORGIVEN_MICROS)) {
      forgiven = now;
      faceTicks.quiet(now + REDRAWN_MICROS);
      pictureTicks.quiet(now + REDRAWN_MICROS);
    }
    lastGood = now;
    boolean seen = o.faceGrid() != null;
    if (seen) lastFace = now;
    faceTicks.add(now, seen ? blocks.face(o.faceGrid()) : null, new FaceSink());
    pictureTicks.add(now, blocks.picture(o.frame()), new PictureSink());
    if (face.found()) found(face);
    else if (picture.found() && (!faceThere() || face.similarityAt(picture) >= ALSO)) {
      found(picture);
    }
  }

  private final class FaceSink implements MotionTicks.Sink {
    @Override
    public void tick(byte[] signature) {
      face.add(signature, true);
      keepsake.add(signature, face.informative(), now, out);
    }

    @Override
    public void pause() {
      face.pause();
      keepsake.clear();
    }
  }

  private final class PictureSink implements MotionTicks.Sink {
    @Override
    public void tick(byte[] signature) {
      picture.add(signature, true);
    }

    @Override
    public void pause() {
      picture.pause();
    }
  }

  private void found(Recall by) {
    foundAt = now;
    where = by.where();
    secondsBack = by.ticksBack() / 10.0;
  }

  private boolean faceThere() {
    return lastFace != Long.MIN_VALUE && now - lastFace < 2_000_000;
  }

  private Verdict judge(FaceObservation o) {
    if (lastGood == Long.MIN_VALUE || now - lastGood > 1_000_000) return FaceGate.damaged();
    var by = faceThere() ? face : picture;
    var evidence =
        new Evidence()
            .put("similarity", face.match().similarity())
            .put("distinctness", face.match().distinctness())
            .put("picture_similarity", picture.match().similarity())
            .put("picture_distinctness", picture.match().distinctness())
            .put("motion", by.energy() / (MotionTicks.SCALE * MotionTicks.SCALE))
            .put("compared_seconds", face.length() / 10.0)
            .put("earlier_seconds", earlier.length() / 10.0);
    if (foundAt != Long.MIN_VALUE && now - foundAt <= LASTS_MICROS) {
      return failed(evidence);
    }
    if (!by.informative()) {
      return Verdict.unknown(
          "still", "Too little moves to tell whether it was shown before.", evidence.map());
    }
    if (by.informativeTicks() < 2 * MEMORY_TICKS) {
      return Verdict.unknown(
          "warming_up", "Not enough movement has been seen yet.", evidence.map());
    }
    double similar = Math.max(0, by.match().similarity());
    double score = 100 - 65 * Math.clamp((similar - USUAL) / (similarity - USUAL), 0, 1);
    if (picture.found()) {
      return Verdict.ok(
          score,
          "background_repeats",
          "The background repeats itself, the face does not.",
          evidence.map());
    }
    return Verdict.ok(score, "ok", "No movement of the picture was shown before.", evidence.map());
  }

  private Verdict failed(Evidence evidence) {
    evidence.put("seconds_back", secondsBack);
    return Verdict.failed(
        5,
        where.code,
        switch (where) {
          case LOOP -> "The same movements were shown before in this call.";
          case REVERSED -> "The picture runs backwards through what was shown before.";
          case EARLIER -> "The same movements were shown in an earlier call.";
        },
        evidence.map());
  }

  @Override
  public String config() {
    return "motion-2";
  }
}
