package io.medtrust.lab.person;

/** Prints where the time of a picture goes: {@code DrawParts}. */
final class DrawParts {
  public static void main(String[] args) {
    long seed = 5;
    var behaviour = new Behaviour(seed, PersonSettings.USUAL);
    var figure = new Figure(new Identity(seed, Double.NaN), 1);
    var light = new Light();
    var raster = new Raster(640, 480);
    var backdrop = new Backdrop(seed, 640, 480);
    var develop = new Develop(640, 480);
    var out = new I420(640, 480);
    var voice = new SyntheticVoice(5, 16_000, 0.8);
    var scene = Scene.usual().withMouth(voice.mouth());
    var view = Figure.View.of(640, 480);
    double[] spent = new double[4];
    int n = args.length > 0 ? Integer.parseInt(args[0]) : 300;
    for (int i = 0; i < n + 200; i++) {
      if (i == 200) spent = new double[4];
      double t = i / 30.0;
      double a = DrawBench.cpuMillis();
      var m = behaviour.at(t, scene);
      light.set(seed, scene.room(), scene.screen(), t, 56 - m.z());
      double b = DrawBench.cpuMillis();
      backdrop.draw(seed, scene.room(), light, t, raster);
      raster.clearDepth();
      double c = DrawBench.cpuMillis();
      figure.draw(raster, view, light, m, 56, 0.3, scene.wear());
      double d = DrawBench.cpuMillis();
      develop.develop(raster, null, Develop.exposure(scene.room()), 1, i, 0, 0, out);
      spent[0] += b - a;
      spent[1] += c - b;
      spent[2] += d - c;
      spent[3] += DrawBench.cpuMillis() - d;
    }
    System.out.printf(
        "moment %.2f, backdrop %.2f, figure %.2f, develop %.2f ms%n",
        spent[0] / n, spent[1] / n, spent[2] / n, spent[3] / n);
  }
}
