package io.medtrust.lab.train;

import io.medtrust.analysis.detect.dsp.Fft;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Where and over what somebody speaks: a room, a noise, a bit rate.
 *
 * @param name for reports
 * @param bitRate of Opus, bit/s
 * @param snrDb of the noise; +∞ for none
 * @param rooms impulse responses at 48 kHz, one is chosen for each clip; empty for none
 * @param noises at 48 kHz, likewise
 */
record Condition(
    String name, int bitRate, double snrDb, List<float[]> rooms, List<float[]> noises) {
  private static final int RATE = OpusChannel.RATE;

  static Condition clean(int bitRate) {
    return new Condition(
        "clean, Opus " + bitRate / 1000 + " kbit/s",
        bitRate,
        Double.POSITIVE_INFINITY,
        List.of(),
        List.of());
  }

  /** Rooms and noises of our own making, so that a model may be trained on them and shipped. */
  static Condition made(int bitRate, double snrDb, long seed) {
    var random = new Random(seed);
    var rooms = new float[4][];
    for (int i = 0; i < rooms.length; i++) rooms[i] = room(0.15 + 0.15 * i, random);
    var noises = new float[4][];
    for (int i = 0; i < noises.length; i++) noises[i] = noise(i / 3.0, random);
    return new Condition("made", bitRate, snrDb, List.of(rooms), List.of(noises));
  }

  /** Direct sound, then a decaying diffuse field whose high tones die sooner (Polack 1988). */
  private static float[] room(double reverberationSeconds, Random random) {
    var h = new float[(int) (RATE * reverberationSeconds)];
    double low = 0;
    for (int i = 0; i < h.length; i++) {
      double decay = Math.pow(10, -3.0 * i / h.length);
      double mix = 0.9 * i / h.length;
      low = mix * low + (1 - mix) * random.nextGaussian();
      h[i] = (float) (0.02 * decay * low);
    }
    // A microphone's tilt: a first-order shelf of random sign.
    float tilt = (float) (0.6 * (random.nextDouble() - 0.5));
    h[0] = 1;
    h[1] += tilt;
    return h;
  }

  /** White (0) to brown (1), ten seconds. */
  private static float[] noise(double colour, Random random) {
    var x = new float[RATE * 10];
    double state = 0;
    for (int i = 0; i < x.length; i++) {
      double white = random.nextGaussian();
      state = 0.995 * state + 0.1 * white;
      x[i] = (float) ((1 - colour) * 0.3 * white + colour * state);
    }
    return x;
  }

  /**
   * What arrives at the analysis.
   *
   * @param sound 48 kHz
   * @return 16 kHz after room, noise and Opus
   */
  float[] pass(float[] sound, Random random) {
    var x = rooms.isEmpty() ? sound.clone() : reverberate(sound, any(rooms, random));
    if (!noises.isEmpty() && Double.isFinite(snrDb)) addNoise(x, any(noises, random), random);
    return OpusChannel.pass(x, bitRate);
  }

  private static float[] any(List<float[]> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private void addNoise(float[] x, float[] noise, Random random) {
    int offset = random.nextInt(noise.length);
    double gain = Math.sqrt(power(x) / power(noise) * Math.pow(10, -snrDb / 10));
    for (int i = 0; i < x.length; i++) x[i] += (float) (gain * noise[(offset + i) % noise.length]);
  }

  /** Convolution, as loud as before. */
  private static float[] reverberate(float[] x, float[] room) {
    int size = Integer.highestOneBit(x.length + room.length - 1) * 2;
    var fft = new Fft(size);
    var a = spectrum(fft, x);
    var b = spectrum(fft, room);
    for (int i = 0; i < size; i++) {
      double re = a[0][i] * b[0][i] - a[1][i] * b[1][i];
      double im = a[0][i] * b[1][i] + a[1][i] * b[0][i];
      a[0][i] = re;
      // The inverse by a forward transform of the conjugate; the result is real.
      a[1][i] = -im;
    }
    fft.transform(a[0], a[1]);
    var out = new float[x.length];
    for (int i = 0; i < out.length; i++) out[i] = (float) (a[0][i] / size);
    double gain = Math.sqrt(power(x) / power(out));
    for (int i = 0; i < out.length; i++) out[i] *= (float) gain;
    return out;
  }

  private static double[][] spectrum(Fft fft, float[] x) {
    var out = new double[2][fft.size()];
    for (int i = 0; i < x.length; i++) out[0][i] = x[i];
    fft.transform(out[0], out[1]);
    return out;
  }

  private static double power(float[] x) {
    double sum = 1e-12;
    for (float v : x) sum += (double) v * v;
    return sum / x.length;
  }

  @Override
  public String toString() {
    return name + Arrays.asList(bitRate, snrDb);
  }
}
