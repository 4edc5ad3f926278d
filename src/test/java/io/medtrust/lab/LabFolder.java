package io.medtrust.lab;

import io.medtrust.lab.media.I420;
import io.medtrust.lab.pipeline.DrawnSource;
import io.medtrust.testing.Clips;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A labelled folder of drawn pictures and made sounds. */
public final class LabFolder {
  private final Path folder;
  private final StringBuilder manifest =
      new StringBuilder("file\twhat\tsource\tlicense\tlabel\tduration_s\tfps_or_rate\n");

  public LabFolder(Path folder) {
    this.folder = folder;
  }

  public LabFolder line(String file, String label, double seconds) throws IOException {
    manifest.append(file).append("\t\t\t\t").append(label).append('\t').append(seconds);
    manifest.append("\t\n");
    Files.writeString(folder.resolve("MANIFEST.tsv"), manifest);
    return this;
  }

  /** Speech-like sound. */
  public LabFolder voice(String file, String label, double seconds) throws IOException {
    Clips.wav(folder.resolve(file), Clips.voice(seconds, 48_000));
    return line(file, label, seconds);
  }

  /** A moving pattern of 160 × 120 at 15 pictures a second. */
  public LabFolder picture(String file, String label, double seconds) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    var drawn = new DrawnSource(seconds, true, false);
    var large = new I420();
    var half = new I420(large.width / 2, large.height / 2);
    var quarter = new I420(large.width / 4, large.height / 4);
    try (var out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(file)))) {
      out.write("YUV4MPEG2 W160 H120 F15:1 Ip A1:1 C420jpeg\n".getBytes(StandardCharsets.US_ASCII));
      while (drawn.nextPicture(large) != DrawnSource.END) {
        large.halveInto(half);
        half.halveInto(quarter);
        out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
        out.write(quarter.y);
        out.write(quarter.u);
        out.write(quarter.v);
        if (drawn.nextPicture(large) == DrawnSource.END) break;
      }
    }
    return line(file, label, seconds);
  }
}
