package io.medtrust.analysis.detect.replay;

import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.Knowledge;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Was this speech heard before, in this call or an earlier one. Nobody says the same words twice
 * with the same timing in every band; a recording does, through any codec and at any loudness.
 * Judges speech only: the alarms of a ward repeat themselves exactly.
 */
final class VoiceReplay implements VoiceDetector {
  static final String FORM = "band-rise-1";
  private static final int NEAREST_TICKS = 40;
  private static final int MEMORY_TICKS = 50;
  private static final int HOLD_TICKS = 30;
  private static final int KEEPSAKE_TICKS = 100;
  private static final int EARLIER_TICKS = 72_000;
  private static final long LASTS_MICROS = 3_000_000;
  // Of the faded memory of 50 ticks, as many as a second of speech leaves.
  private static final double ENOUGH_SPEECH = 16;
  private static final double USUAL = 0.3;
  private static final double FADE = Math.exp(-1.0 / MEMORY_TICKS);
  private final SoundTicks ticks = new SoundTicks();
  private final SequenceSearch earlier =
      new SequenceSearch(SoundTicks.SIZE, EARLIER_TICKS, 1, MEMORY_TICKS, false);
  private final Keepsake keepsake = new Keepsake("sound", FORM, SoundTicks.SIZE, KEEPSAKE_TICKS);
  private final SequenceSearch own;
  private final Recall recall;
  private final double similarity;
  private final List<Output> out = new ArrayList<>();
  private double speech;
  private long now;
  private long foundAt = Long.MIN_VALUE;
  private Recall.Where where;
  private double secondsBack;

  VoiceReplay(Map<String, String> settings) {
    similarity = Tuning.number(settings, "replay.voice_similarity", 0.5, 0.3, 0.99);
    int minutes = (int) Tuning.number(settings, "replay.minutes", 60, 1, 240);
    own = new SequenceSearch(SoundTicks.SIZE, minutes * 1200, NEAREST_TICKS, MEMORY_TICKS, false);
    double unit = SoundTicks.SCALE * SoundTicks.SCALE;
    recall = new Recall(own, earlier, new Recall.Limits(similarity, 3, 0.3 * unit, 20, HOLD_TICKS));
  }

  @Override
  public void know(Knowledge knowledge) {
    if (!(knowledge instanceof Knowledge.Memory memory)) return;
    earlier.forget();
    Signatures.unpack(memory.fingerprints(), FORM, SoundTicks.SIZE, EARLIER_TICKS, earlier);
  }

  @Override
  public List<Output> hear(VoiceWindow window) {
    if (window.endMicros() < now) foundAt = Long.MIN_VALUE;
    now = window.endMicros();
    out.clear();
    ticks.add(window, new Sink());
    out.add(judge(window));
    return List.copyOf(out);
  }

  private final class Sink implements SoundTicks.Sink {
    @Override
    public void tick(byte[] signature, boolean speaks) {
      speech = FADE * speech + (speaks ? 1 : 0);
      recall.add(signature, speech >= ENOUGH_SPEECH);
      keepsake.add(signature, recall.informative(), now, out);
      if (!recall.found()) return;
      foundAt = now;
      where = recall.where();
      secondsBack = recall.ticksBack() / 20.0;
    }

    @Override
    public void pause() {
      recall.pause();
      keepsake.clear();
      speech = 0;
    }
  }

  private Verdict judge(VoiceWindow window) {
    var match = recall.match();
    var evidence =
        new Evidence()
            .put("similarity", match.similarity())
            .put("distinctness", match.distinctness())
            .put("speech_seconds", speech / 20)
            .put("compared_seconds", own.length() / 20.0)
            .put("earlier_seconds", earlier.length() / 20.0);
    if (foundAt != Long.MIN_VALUE && now - foundAt <= LASTS_MICROS) {
      evidence.put("seconds_back", secondsBack);
      return Verdict.failed(
          5,
          where.code,
          where == Recall.Where.EARLIER
              ? "The same recording was heard in an earlier call."
              : "The same recording was heard before in this call.",
          evidence.map());
    }
    if (window.missingShare() > 0.5) {
      return Verdict.unknown("damaged", "Sound was lost on the way.", evidence.map());
    }
    if (!recall.informative()) {
      return Verdict.unknown(
          "no_speech", "Too little is said to tell whether it was heard before.", evidence.map());
    }
    if (recall.informativeTicks() < MEMORY_TICKS) {
      return Verdict.unknown("warming_up", "Not enough has been heard yet.", evidence.map());
    }
    double similar = Math.max(0, match.similarity());
    double score = 100 - 65 * Math.clamp((similar - USUAL) / (similarity - USUAL), 0, 1);
    return Verdict.ok(score, "ok", "Nothing of what is said was heard before.", evidence.map());
  }

  @Override
  public String config() {
    return "band-rise-2";
  }
}
