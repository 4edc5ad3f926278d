package io.medtrust.lab.person;

/**
 * A square of linear reflectances, four floats a texel: red, green, blue and cover (0 see-through
 * .. 1). Side is a power of two for those that repeat.
 */
final class Texture {
  final int side;
  final float[] texels;
  private Boolean opaque;

  Texture(int side) {
    this.side = side;
    texels = new float[4 * side * side];
  }

  /** One colour all over, whole cover. */
  Texture fill(float[] rgb) {
    for (int i = 0; i < texels.length; i += 4) {
      texels[i] = rgb[0];
      texels[i + 1] = rgb[1];
      texels[i + 2] = rgb[2];
      texels[i + 3] = 1;
    }
    return this;
  }

  /** Whether nothing can be seen through it; once asked, the cover must not change any more. */
  boolean opaque() {
    if (opaque == null) {
      opaque = true;
      for (int i = 3; i < texels.length; i += 4) opaque &= texels[i] == 1;
    }
    return opaque;
  }

  /** Multiplies a texel's colour. */
  void scale(int x, int y, double r, double g, double b) {
    int at = 4 * (y * side + x);
    texels[at] *= (float) r;
    texels[at + 1] *= (float) g;
    texels[at + 2] *= (float) b;
  }

  /** Mixes a colour in, by its weight 0..1; places outside are ignored. */
  void mix(int x, int y, float[] rgb, double weight) {
    if (x < 0 || y < 0 || x >= side || y >= side) return;
    int at = 4 * (y * side + x);
    for (int c = 0; c < 3; c++) texels[at + c] += (float) weight * (rgb[c] - texels[at + c]);
  }
}
