package io.medtrust.lab.person;

/** What shows between the lips, by the place in head coordinates: teeth, tongue, darkness. */
final class MouthShader implements Raster.Shader {
  private final float upper;
  private final float lower;
  private final float opening;

  MouthShader(Identity id, HeadShape head, float[] now) {
    upper = head.mouthY - 0.28f;
    lower = now[3 * 14 + 1] + 0.12f;
    opening = now[3 * 13 + 1] - now[3 * 14 + 1];
  }

  @Override
  public void at(float u, float v, float[] out) {
    float side = Math.abs(u);
    float deep = 0.5f * Math.max(0.25f, 1 - side / 2.6f);
    if (v > upper && side < 2.1f) {
      float gap = Math.abs(side % 0.72f - 0.36f) > 0.33f ? 0.7f : 1;
      float k = gap * (0.75f - 0.28f * side) * Math.clamp(1.6f - 0.6f * opening, 0.7f, 1f);
      out[0] = 0.62f * k;
      out[1] = 0.57f * k;
      out[2] = 0.48f * k;
    } else if (v < lower + 0.5f * opening && side < 1.7f) {
      out[0] = 0.26f * deep;
      out[1] = 0.08f * deep;
      out[2] = 0.08f * deep;
    } else {
      out[0] = 0.05f * deep;
      out[1] = 0.012f * deep;
      out[2] = 0.012f * deep;
    }
  }
}
