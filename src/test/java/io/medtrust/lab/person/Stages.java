package io.medtrust.lab.person;

final class Stages {
  public static void main(String[] args) {
    long seed = 5;
    var id = new Identity(seed, Double.NaN);
    var f = new Figure(id, 1);
    var be = new Behaviour(seed, PersonSettings.USUAL);
    var r = new Raster(640, 480);
    var b = new Backdrop(seed, 640, 480);
    var d = new Develop(640, 480);
    var light = new Light();
    var out = new I420(640, 480);
    var scene = Scene.usual();
    var view = Figure.View.of(640, 480);
    double[] s = new double[5];
    int n = 400;
    for (int i = 0; i < n + 200; i++) {
      if (i == 200) s = new double[5];
      double t = i / 30.0;
      var m = be.at(t, scene);
      light.set(seed, scene.room(), scene.screen(), t, 56);
      double t0 = DrawBench.cpuMillis();
      b.draw(seed, scene.room(), light, t, r);
      r.clearDepth();
      double t1 = DrawBench.cpuMillis();
      f.draw(r, view, light, m, 56, 0.1, scene.wear());
      double t2 = DrawBench.cpuMillis();
      d.develop(r, 1.1, 1, i, 0, 0, out);
      double t3 = DrawBench.cpuMillis();
      s[0] += t1 - t0;
      s[1] += t2 - t1;
      s[2] += t3 - t2;
    }
    System.out.printf("backdrop %.2f figure %.2f develop %.2f%n", s[0] / n, s[1] / n, s[2] / n);
  }
}
