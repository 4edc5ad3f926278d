package io.medtrust.lab.person;

/**
 * Reproducible randomness that can be asked for at any place in any order: a number belongs to a
 * seed and an index, so nothing has to be remembered and nothing repeats within 2^64 steps.
 */
final class Noise {
  private Noise() {}

  /** Stafford's mix 13, as SplitMix64 ends (Steele, Lea and Flood 2014). */
  static long mix(long x) {
    x += 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }

  /** The seed of one aspect of what has a seed. */
  static long seed(long seed, String aspect) {
    return mix(seed ^ mix(aspect.hashCode()));
  }

  /** Uniform in 0..1. */
  static double unit(long seed, long index) {
    return (mix(seed ^ mix(index)) >>> 11) * 0x1p-53;
  }

  /** Uniform between two numbers. */
  static double between(long seed, long index, double from, double to) {
    return from + (to - from) * unit(seed, index);
  }

  /** About normal: deviation 1, never beyond 3.5. */
  static double normal(long seed, long index) {
    long bits = mix(seed ^ mix(index));
    double sum = 0;
    for (int i = 0; i < 4; i++) sum += (bits >>> 16 * i & 0xffff) / 65536.0;
    return (sum - 2) * Math.sqrt(3);
  }

  /** Smooth in t, with one independent value at each whole number; -1..1. */
  static double smooth(long seed, double t) {
    long cell = (long) Math.floor(t);
    double f = t - cell;
    double s = f * f * f * (f * (f * 6 - 15) + 10);
    double a = unit(seed, cell);
    return 2 * (a + (unit(seed, cell + 1) - a) * s) - 1;
  }

  /** Three octaves of {@link #smooth}: wanders like something alive; about -1..1. */
  static double wander(long seed, double t) {
    return 0.62 * smooth(seed, t)
        + 0.28 * smooth(seed + 1, 2.17 * t)
        + 0.1 * smooth(seed + 2, 4.3 * t);
  }

  /** Smooth in the plane, -1..1. */
  static double smooth(long seed, double x, double y) {
    long i = (long) Math.floor(x);
    long j = (long) Math.floor(y);
    double fx = x - i;
    double fy = y - j;
    fx = fx * fx * (3 - 2 * fx);
    fy = fy * fy * (3 - 2 * fy);
    double top = corner(seed, i, j) + (corner(seed, i + 1, j) - corner(seed, i, j)) * fx;
    double low =
        corner(seed, i, j + 1) + (corner(seed, i + 1, j + 1) - corner(seed, i, j + 1)) * fx;
    return 2 * (top + (low - top) * fy) - 1;
  }

  private static double corner(long seed, long i, long j) {
    return unit(seed, i * 0x1f1f1f1fL + (j << 32));
  }

  /** 0 below a, 1 above b, smooth between; a may be above b. */
  static double step(double a, double b, double x) {
    double t = Math.clamp((x - a) / (b - a), 0.0, 1.0);
    return t * t * (3 - 2 * t);
  }
}
