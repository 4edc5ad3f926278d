package io.medtrust.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A script that gives a page a camera which films a portrait in front of that page's own screen:
 * the light check's colour falls on the face. It goes through the browser's real encoder.
 */
final class LitCamera {
  private static final String SCRIPT =
      """
      (() => {
        const bytes = Uint8Array.from(atob('%s'), (c) => c.charCodeAt(0));
        const strength = %s;
        const usual = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (wanted) => {
          const out = new MediaStream();
          if (wanted.audio) (await usual({ audio: wanted.audio })).getTracks().forEach((t) => out.addTrack(t));
          if (!wanted.video) return out;
          const portrait = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
          const canvas = document.createElement('canvas');
          canvas.width = 640;
          canvas.height = 480;
          const g = canvas.getContext('2d');
          setInterval(() => {
            const sway = 3 * Math.sin(performance.now() / 900);
            g.globalCompositeOperation = 'source-over';
            g.drawImage(portrait, 1380 + sway, 180, 480, 360, 0, 0, 640, 480);
            const colour = document.documentElement.style.getPropertyValue('--light-check');
            if (!colour || !strength) return;
            const light = [1, 3, 5].map((i) => 255 * (1 - strength * (1 - parseInt(colour.slice(i, i + 2), 16) / 255)));
            g.globalCompositeOperation = 'multiply';
            g.fillStyle = `rgb(${light.join(' ')})`;
            g.beginPath();
            g.ellipse(320, 240, 170, 220, 0, 0, 2 * Math.PI);
            g.fill();
          }, 33);
          canvas.captureStream(30).getVideoTracks().forEach((t) => out.addTrack(t));
          return out;
        };
      })();
      """;

  private LitCamera() {}

  /**
   * @param portrait the JPEG file of sample 6 of the build, of which one face is cut out
   * @param strength share of the light on the face that comes from the screen, 0..1
   */
  static String script(Path portrait, double strength) {
    try {
      var base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(portrait));
      return SCRIPT.formatted(base64, strength);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
