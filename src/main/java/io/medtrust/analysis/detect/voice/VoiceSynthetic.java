package io.medtrust.analysis.detect.voice;

import io.medtrust.analysis.detect.Evidence;
import io.medtrust.analysis.detect.Output;
import io.medtrust.analysis.detect.Tuning;
import io.medtrust.analysis.detect.Verdict;
import io.medtrust.analysis.detect.VoiceDetector;
import io.medtrust.analysis.detect.VoiceWindow;
import io.medtrust.analysis.detect.speech.SpeechStream;
import io.medtrust.analysis.model.ModelSlot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Is the speech like that of known synthesisers. Judges every four seconds of speech by a model of
 * the slot {@code voice_synthetic}, and the last five such judgements together. Advisory: it knows
 * the synthesisers that it was trained on and little of others.
 */
final class VoiceSynthetic implements VoiceDetector {
  /** Frames of speech that are judged at a time. */
  static final int BLOCK = 400;

  private static final int KEPT = 5;
  private static final long STALE_MICROS = 30_000_000;
  // One side may not speak louder than the data behind it.
  private static final double MOST_LOG_ODDS = 3;

  private final double failLogOdds;
  private final int lasting;
  private final LinearModel model;
  private final String name;
  private final SpeechStream stream;
  private final SpeechStatistics statistics = new SpeechStatistics();
  private final List<SpeechStream.Frame> block = new ArrayList<>(BLOCK);
  private final ArrayDeque<Double> odds = new ArrayDeque<>();
  private long lastSpeech;

  VoiceSynthetic(Map<String, String> settings) {
    failLogOdds = Tuning.number(settings, "voice_synthetic.fail_log_odds", -2.5, -3, 0);
    lasting = (int) Tuning.number(settings, "voice_synthetic.lasting_blocks", 5, 1, KEPT);
    var file = ModelSlot.VOICE_SYNTHETIC.find(settings).orElse(null);
    name = file == null ? "none" : file.name();
    model = file == null ? null : LinearModel.read(file, SpeechStatistics.VALUES);
    stream = file == null ? null : new SpeechStream(settings);
  }

  @Override
  public String model() {
    return name;
  }

  @Override
  public List<Output> hear(VoiceWindow w) {
    if (model == null) {
      return List.of(Verdict.unknown("no_model", "No model of synthetic voices is installed."));
    }
    for (var frame : stream.hear(w)) {
      if (!frame.speech()) continue;
      lastSpeech = frame.micros();
      block.add(frame);
      if (block.size() < BLOCK) continue;
      double logOdds = model.logOdds(statistics.of(block));
      odds.addLast(Math.clamp(logOdds, -MOST_LOG_ODDS, MOST_LOG_ODDS));
      if (odds.size() > KEPT) odds.pollFirst();
      block.clear();
    }
    return List.of(verdict(w));
  }

  private Verdict verdict(VoiceWindow w) {
    double mean = odds.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    var e =
        new Evidence()
            .put("speech_seconds", (odds.size() * BLOCK + block.size()) / 100.0)
            .put("log_odds", mean)
            .put("last_log_odds", odds.isEmpty() ? Double.NaN : odds.peekLast());
    if (w.missingShare() > 0.5) {
      return Verdict.unknown("damaged", "Sound was lost on the way.", e.map());
    }
    if (odds.isEmpty() || w.endMicros() - lastSpeech > STALE_MICROS) {
      return Verdict.unknown(
          "too_little_speech", "Too little has been said to judge how it was made.", e.map());
    }
    double score = 100 / (1 + Math.exp(-mean));
    boolean lasts =
        odds.size() >= lasting
            && odds.stream().skip(odds.size() - lasting).allMatch(o -> o <= failLogOdds);
    if (lasts) {
      return Verdict.failed(
          score,
          "like_synthetic",
          "The speech has long been like that of known synthesisers; this alone does not mean"
              + " fraud.",
          e.map());
    }
    if (mean < 0) {
      return Verdict.unknown(
          "inconclusive", "The speech has something of known synthesisers.", e.map());
    }
    return Verdict.ok(score, "ok", "The speech is not like that of known synthesisers.", e.map());
  }

  @Override
  public void close() {
    if (stream != null) stream.close();
  }
}
