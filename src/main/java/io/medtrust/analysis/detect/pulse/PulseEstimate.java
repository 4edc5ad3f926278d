package io.medtrust.analysis.detect.pulse;

import io.medtrust.analysis.detect.dsp.Statistics;
import io.medtrust.analysis.face.FaceObservation.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * What the skin of one stretch of time says of the pulse.
 *
 * @param pos by {@link Pos}, which sees blood and not light
 * @param green by the green alone, which sees both; what a codec leaves at low rates
 * @param chromBpm rate by {@link Chrom} over all regions, without regard to what was followed
 * @param regions skin regions that were seen
 * @param place the head's swing across and down, face widths
 */
record PulseEstimate(
    Reading pos, Reading green, double chromBpm, int regions, List<PulseSpectrum> place) {
  /** Samples a second of the uniform grid. */
  static final double RATE = 30;

  /** Rates closer than this are the same, beats a minute. */
  static final double SAME_BPM = 6;

  private static final double IN_STEP = 0.7;
  private static final double PRESENT_DB = -6;
  // A head that moves more than this, in face widths, shades its skin too much to look at green.
  private static final double QUIET = 0.05;

  /**
   * By one method.
   *
   * @param bpm rate, near the one that is followed
   * @param freeBpm rate without regard to what is followed
   * @param snrDb of the rate
   * @param agreeing regions whose own wave has this rate or swings in step with the common wave
   * @param backgroundRatio swing of the background at this rate by that of the skin; NaN without a
   *     background that can be measured
   * @param backgroundSnrDb how much this rate stands out in the background; NaN likewise
   * @param wave within the band, 30 samples a second
   */
  record Reading(
      double bpm,
      double freeBpm,
      double snrDb,
      int agreeing,
      double backgroundRatio,
      double backgroundSnrDb,
      double[] wave) {}

  /**
   * @param skin with some seconds in it
   * @param tracker follows the rate and takes this stretch into account
   * @return null without a skin region
   */
  static PulseEstimate of(SkinSeries skin, RateTracker tracker) {
    var byPos = new Mix();
    var byChrom = new Mix();
    var byGreen = new Mix();
    for (var name : Region.Name.values()) {
      var rgb = skin.colours(name.ordinal(), RATE);
      if (rgb == null) continue;
      byPos.add(Pos.wave(rgb, RATE));
      byChrom.add(Chrom.wave(rgb, RATE));
      byGreen.add(rgb[1]);
    }
    if (byPos.own.isEmpty()) return null;
    var pos = byPos.spectrum();
    var green = byGreen.spectrum();
    boolean quiet = skin.motion() <= QUIET;
    double followed = quiet ? tracker.update(pos, green) : tracker.update(pos);
    var background = skin.colours(SkinSeries.BACKGROUND, RATE);
    var wall = background == null ? null : new PulseSpectrum(Pos.wave(background, RATE), RATE);
    var wallGreen = background == null ? null : new PulseSpectrum(background[1], RATE);
    var place = new ArrayList<PulseSpectrum>();
    for (var along : skin.place(RATE)) {
      if (Statistics.deviation(along) > 1e-9) place.add(new PulseSpectrum(along, RATE));
    }
    return new PulseEstimate(
        reading(pos, byPos.own, wall, followed),
        quiet ? reading(green, byGreen.own, wallGreen, followed) : null,
        byChrom.spectrum().bpm(),
        byPos.own.size(),
        place);
  }

  private static Reading reading(
      PulseSpectrum common, List<PulseSpectrum> regions, PulseSpectrum wall, double followed) {
    double bpm = common.bpm(followed - RateTracker.NEAR_BPM, followed + RateTracker.NEAR_BPM);
    int agreeing = 0;
    for (var region : regions) {
      boolean same = Math.abs(region.bpm() - bpm) <= SAME_BPM;
      boolean inStep = region.coherence(common, bpm) >= IN_STEP && region.snrDb(bpm) >= PRESENT_DB;
      if (same || inStep) agreeing++;
    }
    double ratio = Double.NaN;
    double snr = Double.NaN;
    if (wall != null) {
      ratio = Math.sqrt(wall.powerAt(bpm) / (common.powerAt(bpm) + 1e-300));
      snr = wall.snrDb(bpm);
    }
    return new Reading(bpm, common.bpm(), common.snrDb(bpm), agreeing, ratio, snr, common.wave());
  }

  /** Amplitude of the head's swing at a rate, face widths. */
  double nod(double bpm) {
    double most = 0;
    for (var along : place) most = Math.max(most, Math.sqrt(2 * along.powerAt(bpm)));
    return most;
  }

  /** How much a rate stands out in the head's swing, decibels. */
  double nodSnrDb(double bpm) {
    double most = -30;
    for (var along : place) most = Math.max(most, along.snrDb(bpm));
    return most;
  }

  /**
   * Waves of regions added up, each by its variance within the band: what swings more than the
   * others there is moved by something else than blood, as a chin that speaks.
   */
  private static final class Mix {
    final List<PulseSpectrum> own = new ArrayList<>();
    private double[] sum;
    private double weights;

    void add(double[] wave) {
      var spectrum = new PulseSpectrum(wave, RATE);
      own.add(spectrum);
      double weight = 1 / (Statistics.variance(spectrum.wave()) + 1e-12);
      weights += weight;
      if (sum == null) sum = new double[wave.length];
      for (int i = 0; i < sum.length; i++) sum[i] += weight * wave[i];
    }

    /** Of the weighted mean. */
    PulseSpectrum spectrum() {
      var mean = new double[sum.length];
      for (int i = 0; i < sum.length; i++) mean[i] = sum[i] / weights;
      return new PulseSpectrum(mean, RATE);
    }
  }
}
