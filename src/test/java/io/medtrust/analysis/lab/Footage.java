package io.medtrust.analysis.lab;

import io.medtrust.analysis.media.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A clip as a camera would send it: at most 640 pixels on its longer side, at its own rate, played
 * forth and back until it is long enough. Held in memory.
 */
public record Footage(List<Picture> pictures, double fps) {
  /**
   * @param seconds of the result; 0 plays the clip once
   */
  public static Footage of(Path clip, double seconds) {
    var once = new ArrayList<Picture>();
    Clips.play(
        clip,
        p -> {
          once.add(Math.max(p.width(), p.height()) > 800 ? halved(p) : even(p));
          return once.size() < 1200;
        });
    double span = (once.getLast().captureTimeMicros() - once.getFirst().captureTimeMicros()) / 1e6;
    double fps = Math.round((once.size() - 1) / span);
    int n = seconds == 0 ? once.size() : (int) Math.round(seconds * fps);
    var out = new ArrayList<Picture>(n);
    int period = Math.max(1, 2 * once.size() - 2);
    for (int i = 0; i < n; i++) {
      int at = i % period;
      if (at >= once.size()) at = period - at;
      out.add(Pictures.at(once.get(at), Math.round(i * 1e6 / fps)));
    }
    return new Footage(out, fps);
  }

  public int width() {
    return pictures.getFirst().width();
  }

  public int height() {
    return pictures.getFirst().height();
  }

  private static Picture even(Picture p) {
    if (((p.width() | p.height()) & 1) == 0) return p;
    return planes(p, p.width() & ~1, p.height() & ~1, 1);
  }

  private static Picture halved(Picture p) {
    return planes(p, p.width() / 2 & ~1, p.height() / 2 & ~1, 2);
  }

  private static Picture planes(Picture p, int w, int h, int step) {
    return new Picture(
        plane(p.y(), p.yStride(), w, h, step),
        plane(p.u(), p.chromaStride(), w / 2, h / 2, step),
        plane(p.v(), p.chromaStride(), w / 2, h / 2, step),
        w,
        h,
        w,
        w / 2,
        p.captureTimeMicros(),
        p.rtpTimestamp(),
        p.keyFrame(),
        p.damaged());
  }

  private static byte[] plane(byte[] from, int stride, int w, int h, int step) {
    var out = new byte[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int sum = 0;
        for (int b = 0; b < step; b++) {
          for (int a = 0; a < step; a++) sum += from[(y * step + b) * stride + x * step + a] & 255;
        }
        out[y * w + x] = (byte) ((sum + step * step / 2) / (step * step));
      }
    }
    return out;
  }
}
