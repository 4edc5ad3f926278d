package io.medtrust.lab.person;

import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import javax.imageio.ImageIO;

/** Draws people as PNG files to look at: {@code Look FOLDER [SEED...]}. */
final class Look {
  static BufferedImage image(I420 p) {
    var image = new BufferedImage(p.width, p.height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < p.height; y++) {
      for (int x = 0; x < p.width; x++) {
        double l = 1.1644 * ((p.y[y * p.width + x] & 255) - 16);
        int c = y / 2 * (p.width / 2) + x / 2;
        double u = (p.u[c] & 255) - 128;
        double v = (p.v[c] & 255) - 128;
        int r = Math.clamp((int) (l + 1.596 * v), 0, 255);
        int g = Math.clamp((int) (l - 0.3918 * u - 0.813 * v), 0, 255);
        int b = Math.clamp((int) (l + 2.0172 * u), 0, 255);
        image.setRGB(x, y, r << 16 | g << 8 | b);
      }
    }
    return image;
  }

  static void sheet(String file, int columns, java.util.List<BufferedImage> images)
      throws Exception {
    int w = images.getFirst().getWidth();
    int h = images.getFirst().getHeight();
    int rows = (images.size() + columns - 1) / columns;
    var all = new BufferedImage(w * columns, h * rows, BufferedImage.TYPE_INT_RGB);
    var g = all.createGraphics();
    for (int i = 0; i < images.size(); i++) {
      g.drawImage(images.get(i), i % columns * w, i / columns * h, null);
    }
    ImageIO.write(all, "png", new File(file));
  }

  public static void main(String[] args) throws Exception {
    var out = new I420(640, 480);
    var images = new ArrayList<BufferedImage>();
    for (int s = 1; s <= 9; s++) {
      var person = new SyntheticPerson(s, PersonSettings.USUAL);
      person.render(2.0, Scene.usual(), out);
      images.add(image(out));
    }
    sheet(args[0] + "/people.png", 3, images);
    images.clear();
    var person = new SyntheticPerson(2, PersonSettings.USUAL);
    var usual = Scene.usual();
    MouthSource open =
        (_, o) -> {
          o[0] = 0.6f;
          o[1] = 0.2f;
        };
    for (var scene :
        java.util.List.of(
            usual.withMouth(open),
            usual.doing(new Action(Action.Kind.BLINK_TWICE, 1.9)),
            usual.wearing(Scene.Wear.GLASSES),
            usual.wearing(Scene.Wear.MASK, Scene.Wear.CAP),
            usual
                .withRoom(Room.DARK)
                .withScreen(
                    (_, c) -> {
                      c[0] = 1;
                      c[1] = 0.1f;
                      c[2] = 0.1f;
                    }),
            usual.withRoom(Room.BACKLIT),
            usual.withFraming(new Scene.Framing(56, 0, 0, 55, 0)),
            usual.withFraming(new Scene.Framing(56, 16, 0, -25, 0)),
            usual.withSecond(
                new Scene.Second(new SyntheticPerson(5, PersonSettings.USUAL), 0, 100)))) {
      person.render(2.0, scene, out);
      images.add(image(out));
    }
    sheet(args[0] + "/scenes.png", 3, images);
    long t0 = System.nanoTime();
    int n = 300;
    for (int i = 0; i < n; i++) {
      if (i == 100) t0 = System.nanoTime();
      person.render(i / 30.0, usual, out);
    }
    System.out.println("ms/frame " + (System.nanoTime() - t0) / 1e6 / (n - 100));
  }
}
