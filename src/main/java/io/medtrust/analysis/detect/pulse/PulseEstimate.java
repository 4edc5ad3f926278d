package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.dsp.Statistics;
import io.medtrust.analysis.face.FaceObservation.Region;
import java.util.ArrayList;

/**
 * What the skin of one stretch of time says of the pulse.
 *
 * @param bpm rate by POS over all regions, near the rate that was followed so far if there is one
 * @param snrDb of that rate
 * @param chromBpm rate by CHROM over all regions, without regard to what was followed
 * @param regions skin regions that were seen
 * @param agreeing of them, whose own wave has this rate or swings in step with the common wave
 * @param backgroundRatio amplitude of the background's colour at this rate by that of the skin; NaN
 *     without a background that can be measured
 * @param backgroundSnrDb how much this rate stands out in the background; NaN likewise
 * @param nodSnrDb how much this rate stands out in the head's movement
 * @param nod amplitude of the head's movement at this rate, face widths
 * @param wave within the band, 30 samples a second
 */
record PulseEstimate(
    double bpm,
    double snrDb,
    double chromBpm,
    int regions,
    int agreeing,
    double backgroundRatio,
    double backgroundSnrDb,
    double nodSnrDb,
    double nod,
    double[] wave) {
  /** Samples a second of the uniform grid. */
  static final double RATE = 30;

  /** Rates closer than this are the same, beats a minute. */
  static final double SAME_BPM = 6;

  private static final double IN_STEP = 0.7;
  private static final double PRESENT_DB = -6;

  /**
   * @param skin with some seconds in it
   * @param tracker follows the rate and takes this stretch into account
   * @return null without a skin region
   */
  static PulseEstimate of(SkinSeries skin, RateTracker tracker) {
    var own = new ArrayList<PulseSpectrum>();
    var byPos = new Mix();
    var byChrom = new Mix();
    for (var name : Region.Name.values()) {
      var rgb = skin.colours(name.ordinal(), RATE);
      if (rgb == null) continue;
      own.add(byPos.add(Pos.wave(rgb, RATE)));
      byChrom.add(Chrom.wave(rgb, RATE));
    }
    if (own.isEmpty()) return null;
    var pos = byPos.spectrum();
    double followed = tracker.update(pos);
    double bpm = pos.bpm(followed - RateTracker.NEAR_BPM, followed + RateTracker.NEAR_BPM);
    double chromBpm = byChrom.spectrum().bpm();
    int agreeing = 0;
    for (var region : own) {
      boolean same = Math.abs(region.bpm() - bpm) <= SAME_BPM;
      boolean inStep = region.coherence(pos, bpm) >= IN_STEP && region.snrDb(bpm) >= PRESENT_DB;
      if (same || inStep) agreeing++;
    }
    double ratio = Double.NaN;
    double backgroundSnr = Double.NaN;
    var background = skin.colours(SkinSeries.BACKGROUND, RATE);
    if (background != null) {
      var wave = new PulseSpectrum(Pos.wave(background, RATE), RATE);
      ratio = Math.sqrt(wave.powerAt(bpm) / (pos.powerAt(bpm) + 1e-300));
      backgroundSnr = wave.snrDb(bpm);
    }
    var place = skin.place(RATE);
    double nod = 0;
    double nodSnr = -30;
    for (var along : place) {
      if (Statistics.deviation(along) < 1e-9) continue;
      var swing = new PulseSpectrum(along, RATE);
      double amplitude = Math.sqrt(2 * swing.powerAt(bpm));
      if (amplitude > nod) {
        nod = amplitude;
        nodSnr = swing.snrDb(bpm);
      }
    }
    return new PulseEstimate(
        bpm,
        pos.snrDb(bpm),
        chromBpm,
        own.size(),
        agreeing,
        ratio,
        backgroundSnr,
        nodSnr,
        nod,
        pos.wave());
  }

  /**
   * Waves of regions added up, each by its variance within the band: what swings more than the
   * others there is moved by something else than blood, as a chin that speaks.
   */
  private static final class Mix {
    private double[] sum;
    private double weights;

    PulseSpectrum add(double[] wave) {
      var own = new PulseSpectrum(wave, RATE);
      double weight = 1 / (Statistics.variance(own.wave()) + 1e-12);
      weights += weight;
      if (sum == null) sum = new double[wave.length];
      for (int i = 0; i < sum.length; i++) sum[i] += weight * wave[i];
      return own;
    }

    /** Of the weighted mean. */
    PulseSpectrum spectrum() {
      var mean = new double[sum.length];
      for (int i = 0; i < sum.length; i++) mean[i] = sum[i] / weights;
      return new PulseSpectrum(mean, RATE);
    }
  }
}
