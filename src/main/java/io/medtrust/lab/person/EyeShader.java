package io.medtrust.lab.person;

/**
 * What shows between the lids, by the place in head coordinates: white, iris with darker rim,
 * pupil, the shadow of the upper lid, and the lamp and the screen as small lights on the cornea.
 */
final class EyeShader implements Raster.Shader {
  private static final float BALL = 1.22f;
  private static final float IRIS = 0.6f;
  private final float[] iris;
  private final float centreX;
  private final float centreY;
  private final float lidY;
  private final float gazeX;
  private final float gazeY;
  private final float lampX;
  private final float lampY;
  private final float pupil;
  private final float screen;

  EyeShader(Identity id, float[] head, boolean right, double gazeX, double gazeY, Light light) {
    iris = id.iris;
    int in = right ? 133 : 362;
    int out = right ? 33 : 263;
    int lid = right ? 159 : 386;
    centreX = (head[3 * in] + head[3 * out]) / 2;
    centreY = (head[3 * in + 1] + head[3 * out + 1]) / 2 + 0.05f;
    lidY = head[3 * lid + 1];
    this.gazeX = (float) (centreX + BALL * Math.sin(gazeX));
    this.gazeY = (float) (centreY + BALL * Math.sin(gazeY));
    lampX = this.gazeX + 0.2f * light.keyFrom[0];
    lampY = this.gazeY + 0.2f * light.keyFrom[1];
    float bright = light.fill[1] + light.key[1] + light.screen[1];
    pupil = 0.17f + 0.12f / (1 + 6 * bright);
    screen = light.screen[0] + light.screen[1] + light.screen[2];
  }

  @Override
  public void at(float u, float v, float[] out) {
    float dx = u - gazeX;
    float dy = v - gazeY;
    float r = (float) Math.sqrt(dx * dx + dy * dy);
    float ball = (u - centreX) * (u - centreX) + (v - centreY) * (v - centreY);
    float round = Math.max(0.4f, 1 - 0.28f * ball / (BALL * BALL));
    float shadow = Math.clamp((lidY - v) / 0.32f, 0f, 1f);
    float shade = round * (0.42f + 0.58f * shadow);
    if (r < pupil) {
      out[0] = 0.008f;
      out[1] = 0.008f;
      out[2] = 0.009f;
    } else if (r < IRIS) {
      float t = (r - pupil) / (IRIS - pupil);
      float ring = t < 0.25f ? 1.25f : t > 0.8f ? 0.35f + (1 - t) * 3 : 1;
      for (int c = 0; c < 3; c++) out[c] = iris[c] * ring * shade;
    } else {
      float edge = Math.min(1, (r - IRIS) / 0.1f);
      float red = Math.min(0.12f, 0.1f * ball);
      out[0] = (0.3f + 0.26f * edge) * shade;
      out[1] = (0.27f + 0.25f * edge - red) * shade;
      out[2] = (0.27f + 0.24f * edge - red) * shade;
    }
    float lx = u - lampX;
    float ly = v - lampY;
    float spot = lx * lx + ly * ly;
    if (spot < 0.012f) {
      float k = 1.3f * (1 - spot / 0.012f);
      for (int c = 0; c < 3; c++) out[c] += k;
    }
    if (screen > 0.02f && Math.abs(dx) < 0.1f && Math.abs(dy + 0.06f) < 0.07f) {
      for (int c = 0; c < 3; c++) out[c] += 0.35f;
    }
  }
}
