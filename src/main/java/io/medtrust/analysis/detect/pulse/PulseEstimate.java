package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.dsp.Statistics;
import io.medtrust.analysis.face.FaceObservation.Region;

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
    var normal = new double[SkinSeries.BACKGROUND][][];
    double weights = 0;
    int regions = 0;
    for (var name : Region.Name.values()) {
      int r = name.ordinal();
      if (skin.weight(r) <= 0) continue;
      normal[r] = skin.colours(r, RATE);
      if (normal[r] == null) continue;
      weights += skin.weight(r);
      regions++;
    }
    if (regions == 0) return null;
    var common = new double[3][];
    for (int c = 0; c < 3; c++) {
      for (int r = 0; r < normal.length; r++) {
        if (normal[r] == null) continue;
        if (common[c] == null) common[c] = new double[normal[r][c].length];
        double share = skin.weight(r) / weights;
        for (int i = 0; i < common[c].length; i++) common[c][i] += share * normal[r][c][i];
      }
    }
    var pos = new PulseSpectrum(Pos.wave(common, RATE), RATE);
    double followed = tracker.update(pos);
    double bpm = pos.bpm(followed - RateTracker.NEAR_BPM, followed + RateTracker.NEAR_BPM);
    var chrom = new PulseSpectrum(Chrom.wave(common, RATE), RATE);
    int agreeing = 0;
    for (var own : normal) {
      if (own == null) continue;
      var wave = new PulseSpectrum(Pos.wave(own, RATE), RATE);
      boolean same = Math.abs(wave.bpm() - bpm) <= SAME_BPM;
      boolean inStep = wave.coherence(pos, bpm) >= IN_STEP && wave.snrDb(bpm) >= PRESENT_DB;
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
        chrom.bpm(),
        regions,
        agreeing,
        ratio,
        backgroundSnr,
        nodSnr,
        nod,
        pos.wave());
  }
}
