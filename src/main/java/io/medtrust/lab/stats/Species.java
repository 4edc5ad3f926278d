package io.medtrust.lab.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * Attacks of one kind against all genuine trials, as ISO/IEC 30107-3 wants it reported: APCER of
 * each species of attack at fixed BPCER, the thresholds taken from the genuine trials alone.
 *
 * @param species kind of attack
 * @param attacks judged
 * @param subjects of these attacks
 * @param apcer at BPCER 1, 5 and 15 %, 0..1
 */
public record Species(String species, int attacks, int subjects, double[] apcer) {
  /** Shares of genuine presentations refused at which species are compared. */
  public static final double[] BPCER = {0.01, 0.05, 0.15};

  /**
   * @param genuine trials of genuine presentations
   * @param attacks trials of that species; neither may be empty
   */
  public static Species of(String species, List<Trial> genuine, List<Trial> attacks) {
    var all = new ArrayList<>(genuine);
    all.addAll(attacks);
    var roc = Roc.of(all);
    var apcer = new double[BPCER.length];
    for (int i = 0; i < BPCER.length; i++) apcer[i] = roc.apcerAt(BPCER[i]);
    int subjects = (int) attacks.stream().map(Trial::subject).distinct().count();
    return new Species(species, attacks.size(), subjects, apcer);
  }
}
