package io.medtrust.lab.person;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a change of the renderer changes what it draws: {@code SameLook FILE} writes pictures the
 * first time, and compares with them from then on.
 */
final class SameLook {
  public static void main(String[] args) throws Exception {
    var all = new ByteArrayOutputStream();
    var out = new I420(640, 480);
    Room[] rooms = {Room.OFFICE, Room.DIM, Room.BACKLIT};
    float[][] colours = {{1, 0, 0}, {0, 0, 1}};
    for (long seed = 1; seed <= 6; seed++) {
      var scene = Scene.usual().withRoom(rooms[(int) (seed % 3)]);
      if (seed % 2 == 0) scene = scene.wearing(Scene.Wear.GLASSES, Scene.Wear.CAP);
      if (seed == 3) scene = scene.wearing(Scene.Wear.MASK);
      if (seed == 4) scene = scene.withScreen(ScreenLight.steps(3, 1, colours, 1));
      scene = scene.doing(new Action(Action.Kind.TURN_LEFT, 6.9));
      scene = scene.doing(new Action(Action.Kind.WALK_OFF, 11.2));
      var person = new SyntheticPerson(seed, PersonSettings.USUAL.withNoise(seed % 2));
      for (double t : new double[] {0.1, 3.37, 3.4, 7.61, 12.1}) {
        person.render(t, scene, out);
        all.write(out.y);
        all.write(out.u);
        all.write(out.v);
      }
    }
    var now = all.toByteArray();
    var file = Path.of(args[0]);
    if (!Files.exists(file)) {
      Files.write(file, now);
      return;
    }
    var before = Files.readAllBytes(file);
    int picture = 640 * 480 * 3 / 2;
    for (int at = 0; at < now.length; at += picture) {
      long sum = 0;
      int most = 0;
      int beyond = 0;
      for (int i = at; i < at + picture; i++) {
        int d = Math.abs((now[i] & 255) - (before[i] & 255));
        sum += d;
        most = Math.max(most, d);
        if (d > 3) beyond++;
      }
      System.out.printf(
          "picture %d: mean %.4f, at most %d, beyond 3: %d%n",
          at / picture, (double) sum / picture, most, beyond);
    }
  }
}
