package io.medtrust.analysis.lab;

import io.medtrust.analysis.media.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Pictures of files as a camera of 640 × 480 would send them. */
public final class Media {
  /** A still stands for a second and a half. */
  private static final int STILL_FRAMES = 45;

  private Media() {}

  /** The files of a folder with this ending, sorted. */
  public static List<Path> files(Path folder, String ending) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** At most so many pictures of a clip or a still, in at most 640 × 480. */
  public static List<Picture> pictures(Path file, int most) {
    var all = new ArrayList<Picture>();
    if (file.toString().endsWith(".jpg")) {
      var picture = Scaled.into(Pictures.of(Pictures.read(file)), 640, 480);
      for (int i = 0; i < STILL_FRAMES; i++) all.add(Pictures.at(picture, i * 33_333L));
    } else {
      Clips.play(
          file,
          p -> {
            all.add(Scaled.into(p, 640, 480));
            return all.size() < most;
          });
    }
    return all;
  }

  /** Pictures through VP8 at so many bit/s; 0 leaves them as they are. */
  public static void through(List<Picture> pictures, int rate, Consumer<Picture> sink) {
    var first = pictures.getFirst();
    if (rate == 0) {
      pictures.forEach(sink);
      return;
    }
    try (var codecs = new Codecs("libvpx", first.width(), first.height(), 30, rate)) {
      for (var p : pictures) codecs.through(p, false, sink);
    }
  }
}
