package io.medtrust.analysis.detect.capture;

import io.medtrust.analysis.face.FaceObservation;
import java.util.ArrayDeque;

/** Pictures and bits of the last seconds, by media time. Pure; not thread-safe. */
final class PictureRate {
  private static final long WINDOW_MICROS = 4_000_000;
  private static final int MOST = 400;

  private record Taken(long micros, int bytes) {}

  private final ArrayDeque<Taken> taken = new ArrayDeque<>();
  private long bytes;
  private long pixels = 1;

  void add(FaceObservation o) {
    long now = o.captureTimeMicros();
    if (!taken.isEmpty() && (now < taken.getLast().micros || pixels(o) != pixels)) {
      taken.clear();
      bytes = 0;
    }
    pixels = pixels(o);
    taken.addLast(new Taken(now, o.encodedBytes()));
    bytes += o.encodedBytes();
    while (now - taken.getFirst().micros > WINDOW_MICROS || taken.size() > MOST) {
      bytes -= taken.removeFirst().bytes;
    }
  }

  private static long pixels(FaceObservation o) {
    return (long) o.width() * o.height();
  }

  private double seconds() {
    return taken.isEmpty() ? 0 : (taken.getLast().micros - taken.getFirst().micros) / 1e6;
  }

  /** Pictures a second; NaN before there are two seconds of them. */
  double fps() {
    return seconds() < 2 ? Double.NaN : (taken.size() - 1) / seconds();
  }

  /** Bits of a pixel of a picture; NaN when sizes are not known. */
  double bitsPerPixel() {
    if (seconds() < 2 || bytes == 0) return Double.NaN;
    return 8.0 * bytes / taken.size() / pixels;
  }
}
