package io.medtrust.lab.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.medtrust.lab.LabFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
  @TempDir Path folder;

  private String refusal() {
    return assertThrows(IllegalArgumentException.class, () -> Manifest.read(folder)).getMessage();
  }

  @Test
  void clips_have_a_class_a_subject_and_a_generator() throws IOException {
    new LabFolder(folder)
        .picture("face/mead-M030_front_sad_level3_001.y4m", "real", 0.2)
        .picture("face/dreamtalk-x_y_male_face.y4m", "fake", 0.2)
        .voice("speech/tacotron-2-tortoise.wav", "synthetic-tts", 0.1)
        .line("face/a.jpg", "still-real", 0)
        .line("speech/n.wav", "noise", 1)
        .line("speech/m.wav", "something else", 1);
    var manifest = Manifest.read(folder);
    assertEquals(3, manifest.clips().size());
    var real = manifest.clips().getFirst();
    assertTrue(real.genuine());
    assertEquals("mead-M030", real.subject());
    assertEquals("camera", real.generator());
    assertNull(real.species());
    assertEquals("dreamtalk-male_face", manifest.clips().get(1).subject());
    assertEquals("generated_face", manifest.clips().get(1).species());
    assertEquals("tortoise", manifest.clips().get(2).generator());
    assertEquals(1, manifest.leftOut().get("no speech"));
    assertEquals(1, manifest.leftOut().get("the label \"something else\" is not a class"));
    assertEquals(64, manifest.hash().length());
  }

  @ParameterizedTest
  @CsvSource({
    "mead-W009_front_fear_level3_001, mead-W009",
    "screen-d19, liveportrait-d19",
    "ls-367-130732-0001, librispeech-367",
    "lsc-103-1240-0000, librispeech-103",
    "sim-ls-367-130732-0006, librispeech-367",
    "rtvc-p240_00000, vctk-p240",
    "tv-pat2-1, voice-pat",
    "tv-train_atkins-2, voice-train_atkins",
    "tortoise-espn_bas-train_atkins, voice-train_atkins",
    "espeak-en-us-3, espeak-en-us",
    "espeak-lang-de, espeak-lang-de",
    "naturals-lax-naturalspeech, tts-naturalspeech",
    "aniportrait-kara-gen, aniportrait-kara",
    "aniportrait-Aragaki-driver, aniportrait-Aragaki-driver",
    "evm-face, evm-face"
  })
  void subjects_come_from_names(String stem, String subject) {
    assertEquals(subject, Subjects.of(stem));
  }

  @Test
  void a_folder_without_a_manifest_is_refused_in_one_sentence() {
    assertEquals("the folder " + folder + " has no MANIFEST.tsv", refusal());
    folder = folder.resolve("nowhere");
    assertEquals("there is no folder " + folder, refusal());
  }

  @Test
  void a_manifest_that_is_not_one_is_refused() throws IOException {
    var file = folder.resolve("MANIFEST.tsv");
    Files.writeString(file, "");
    assertTrue(refusal().contains("no column \"file\""));
    Files.writeString(file, "file\tlabel\n");
    assertTrue(refusal().contains("no column \"duration_s\""));
    Files.writeString(file, "file\tlabel\tduration_s\na.wav\t\t1\n");
    assertTrue(refusal().contains("line 2 has no file or no label"));
    Files.write(file, new byte[] {'f', (byte) 0xff, (byte) 0xfe});
    assertTrue(refusal().contains("is not UTF-8 text"));
  }

  @Test
  void files_outside_and_files_that_are_not_there_are_refused() throws IOException {
    var heading = "file\tlabel\tduration_s\n";
    Files.writeString(folder.resolve("MANIFEST.tsv"), heading + "../secret.wav\thuman\t1\n");
    assertTrue(refusal().contains("outside of its folder"));
    Files.writeString(folder.resolve("MANIFEST.tsv"), heading + "gone.wav\thuman\t1\n");
    assertTrue(refusal().contains("a file that is not there"));
  }

  @Test
  void pictures_are_scaled_to_fit_and_sound_is_brought_to_48_kilohertz() throws IOException {
    new LabFolder(folder).picture("f/a.y4m", "real", 1).voice("s/a.wav", "human", 0.5);
    var clips = Manifest.read(folder).clips();
    try (var pictures = ClipPictures.open(clips.getFirst().file())) {
      var picture = new I420();
      int n = 0;
      long last = -1;
      for (long at = pictures.next(picture); at != ClipPictures.END; at = pictures.next(picture)) {
        assertTrue(at > last);
        last = at;
        n++;
      }
      assertEquals(15, n);
      assertEquals(14 / 15.0 * 1e6, last, 1000);
      // The left edge of the drawn gradient is dark, its right edge bright.
      assertTrue((picture.y[5] & 0xff) < 80 && (picture.y[630] & 0xff) > 120);
    }
    try (var sound = ClipSound.open(clips.get(1).file())) {
      var samples = new short[SoundEncoder.SAMPLES];
      int n = 0;
      while (sound.next(samples)) n++;
      assertEquals(25, n);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> ClipPictures.open(Files.writeString(folder.resolve("x.mp4"), "no clip")));
  }
}
