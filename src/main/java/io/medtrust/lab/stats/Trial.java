package io.medtrust.lab.stats;

/**
 * One judged stretch of media.
 *
 * @param subject who is seen or heard: trials of one subject are not independent
 * @param genuine the truth
 * @param score higher = more authentic; finite
 */
public record Trial(String subject, boolean genuine, double score) {
  public Trial {
    if (!Double.isFinite(score)) throw new IllegalArgumentException("a score of " + score);
  }
}
