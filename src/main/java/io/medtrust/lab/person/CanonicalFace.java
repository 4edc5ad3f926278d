package io.medtrust.lab.person;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The canonical face of the 468-point mesh: places in centimetres (x to the picture's right, y up,
 * z to the camera), texture coordinates and triangles. Read from the geometry that comes with the
 * mesh model (MediaPipe's GeometryPipelineMetadata, Apache-2.0).
 */
final class CanonicalFace {
  static final int POINTS = 468;
  private static final int STRIDE = 5;
  private static CanonicalFace instance;

  /** 468 × (x, y, z). */
  final float[] positions = new float[3 * POINTS];

  /** 468 × (u, v), 0..1, v downwards. */
  final float[] uv = new float[2 * POINTS];

  /** Three corners each. */
  final int[] triangles;

  /** Read once; the same for all. */
  static synchronized CanonicalFace get() {
    if (instance == null) {
      try (var in = CanonicalFace.class.getResourceAsStream("/models/face_geometry.binarypb")) {
        if (in == null) throw new IllegalStateException("face_geometry.binarypb is not installed");
        instance = new CanonicalFace(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return instance;
  }

  /** Whether the build brought the geometry. */
  static boolean available() {
    return CanonicalFace.class.getResource("/models/face_geometry.binarypb") != null;
  }

  // GeometryPipelineMetadata { Mesh3d canonical_mesh = 1 }, Mesh3d { repeated float vertex_buffer =
  // 3;
  // repeated uint32 index_buffer = 4 }, neither packed.
  private CanonicalFace(byte[] file) {
    var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    var corners = new int[3 * 1024];
    int vertices = 0;
    int indices = 0;
    while (in.hasRemaining()) {
      long tag = varint(in);
      if (tag != (1 << 3 | 2)) {
        skip(in, tag);
        continue;
      }
      int end = (int) varint(in) + in.position();
      while (in.position() < end) {
        long field = varint(in);
        if (field == (3 << 3 | 5)) {
          put(vertices++, in.getFloat());
        } else if (field == (4 << 3)) {
          corners[indices++] = (int) varint(in);
        } else {
          skip(in, field);
        }
      }
    }
    if (vertices != STRIDE * POINTS || indices % 3 != 0) {
      throw new IllegalStateException("face_geometry.binarypb is not the mesh of 468 points");
    }
    triangles = java.util.Arrays.copyOf(corners, indices);
  }

  private void put(int at, float value) {
    int point = at / STRIDE;
    int part = at % STRIDE;
    if (part < 3) positions[3 * point + part] = value;
    else uv[2 * point + part - 3] = value;
  }

  private static void skip(ByteBuffer in, long tag) {
    switch ((int) tag & 7) {
      case 0 -> varint(in);
      case 2 -> {
        int length = (int) varint(in);
        in.position(in.position() + length);
      }
      case 5 -> in.position(in.position() + 4);
      default -> throw new IllegalStateException("face_geometry.binarypb is damaged");
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 127) << shift;
      if (b >= 0) return value;
    }
    throw new IllegalStateException("face_geometry.binarypb is damaged");
  }
}
