package io.medtrust.analysis.lab;

import io.medtrust.lab.media.Manifest;
import io.medtrust.lab.media.Subjects;
import io.medtrust.lab.report.Figures;
import java.nio.file.Path;

/** Result files of what is measured on the media folder. */
public final class MediaFigures {
  private MediaFigures() {}

  /**
   * @param about detector
   * @param command that prints the same again, without places of this machine
   */
  public static Figures of(String about, String title, String command) {
    var folder = Clips.folder().orElseThrow();
    return new Figures(about, title, command + " --json FILE")
        .data("labelled clips", Manifest.read(folder).hash());
  }

  /** Who is seen or heard in a clip. */
  public static String person(Path file) {
    return Subjects.of(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
  }
}
