package io.medtrust.analysis.lab;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.Colour;
import io.medtrust.analysis.face.FaceObservation.Region;
import io.medtrust.analysis.face.FaceState;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Observations without pictures, kept in files below target/, so that long measurements decode and
 * track once: times, states, boxes, landmarks, face grids, mean colours.
 */
public final class SkinRecords {
  private SkinRecords() {}

  public static void write(Path file, List<FaceObservation> all) {
    try {
      Files.createDirectories(file.getParent());
      var partial = file.resolveSibling(file.getFileName() + ".partial");
      try (var out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
        out.writeInt(all.size());
        for (var o : all) put(out, o);
      }
      Files.move(partial, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<FaceObservation> read(Path file) {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int n = in.readInt();
      var all = new ArrayList<FaceObservation>(n);
      for (int i = 0; i < n; i++) all.add(get(in));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(DataOutputStream out, FaceObservation o) throws IOException {
    out.writeLong(o.captureTimeMicros());
    out.writeInt(o.width());
    out.writeInt(o.height());
    out.writeByte(o.state().ordinal());
    out.writeBoolean(o.keyFrame());
    out.writeBoolean(o.landmarksFresh());
    out.writeByte(o.faces());
    out.writeBoolean(o.box() != null);
    if (o.box() != null) {
      out.writeFloat(o.box().x());
      out.writeFloat(o.box().y());
      out.writeFloat(o.box().width());
      out.writeFloat(o.box().height());
    }
    put(out, o.landmarksFresh() ? o.landmarks() : null);
    put(out, o.faceGrid());
    out.writeByte(o.regions().size());
    for (var r : o.regions()) {
      out.writeByte(r.name().ordinal());
      put(out, r.colour());
    }
    out.writeBoolean(o.background() != null);
    if (o.background() != null) put(out, o.background());
  }

  private static void put(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values == null ? -1 : values.length);
    if (values != null) for (float v : values) out.writeFloat(v);
  }

  private static void put(DataOutputStream out, Colour c) throws IOException {
    out.writeFloat(c.y());
    out.writeFloat(c.u());
    out.writeFloat(c.v());
    out.writeInt(c.pixels());
  }

  private static float[] floats(DataInputStream in) throws IOException {
    int n = in.readInt();
    if (n < 0) return null;
    var out = new float[n];
    for (int i = 0; i < n; i++) out[i] = in.readFloat();
    return out;
  }

  private static Colour colour(DataInputStream in) throws IOException {
    return new Colour(in.readFloat(), in.readFloat(), in.readFloat(), in.readInt());
  }

  private static FaceObservation get(DataInputStream in) throws IOException {
    long micros = in.readLong();
    int width = in.readInt();
    int height = in.readInt();
    var state = FaceState.values()[in.readByte()];
    boolean key = in.readBoolean();
    boolean fresh = in.readBoolean();
    int faces = in.readByte();
    Box box =
        in.readBoolean()
            ? new Box(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat())
            : null;
    var landmarks = floats(in);
    var grid = floats(in);
    var regions = new ArrayList<Region>();
    int n = in.readByte();
    for (int i = 0; i < n; i++) {
      var name = Region.Name.values()[in.readByte()];
      regions.add(new Region(name, colour(in)));
    }
    var background = in.readBoolean() ? colour(in) : null;
    return new FaceObservation(
        micros,
        (int) (micros * 9 / 100),
        width,
        height,
        key,
        false,
        0,
        0,
        state,
        faces,
        box,
        landmarks,
        fresh,
        regions,
        background,
        null,
        grid,
        null,
        null);
  }
}
