package io.medtrust.analysis.detect.probe;

import io.medtrust.analysis.face.FaceObservation;
import io.medtrust.analysis.face.FaceObservation.Box;
import io.medtrust.analysis.face.FaceObservation.Colour;
import io.medtrust.analysis.face.FaceObservation.Region;
import io.medtrust.analysis.face.FaceState;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps of observations what the light probe looks at: numbers, no pictures. */
final class SeenFile {
  private SeenFile() {}

  static void write(DataOutputStream out, FaceObservation o) throws IOException {
    if (o.regions().isEmpty()) return;
    out.writeLong(o.captureTimeMicros());
    out.writeInt(o.width());
    out.writeInt(o.height());
    out.writeInt(o.state().ordinal());
    out.writeFloat(o.box().x());
    out.writeFloat(o.box().y());
    out.writeFloat(o.box().width());
    out.writeFloat(o.box().height());
    out.writeBoolean(o.landmarksFresh());
    out.writeInt(o.regions().size());
    for (var region : o.regions()) {
      out.writeInt(region.name().ordinal());
      write(out, region.colour());
    }
    out.writeBoolean(o.background() != null);
    if (o.background() != null) write(out, o.background());
  }

  private static void write(DataOutputStream out, Colour c) throws IOException {
    out.writeFloat(c.y());
    out.writeFloat(c.u());
    out.writeFloat(c.v());
    out.writeInt(c.pixels());
  }

  static FaceObservation read(DataInputStream in) throws IOException {
    long micros = in.readLong();
    int width = in.readInt();
    int height = in.readInt();
    var state = FaceState.values()[in.readInt()];
    var box = new Box(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
    boolean fresh = in.readBoolean();
    var regions = new ArrayList<Region>();
    for (int left = in.readInt(); left > 0; left--) {
      regions.add(new Region(Region.Name.values()[in.readInt()], colour(in)));
    }
    var background = in.readBoolean() ? colour(in) : null;
    return observation(micros, width, height, state, box, fresh, regions, background);
  }

  private static Colour colour(DataInputStream in) throws IOException {
    return new Colour(in.readFloat(), in.readFloat(), in.readFloat(), in.readInt());
  }

  /** The same, seen later. */
  static FaceObservation later(FaceObservation o, long micros) {
    return observation(
        o.captureTimeMicros() + micros,
        o.width(),
        o.height(),
        o.state(),
        o.box(),
        o.landmarksFresh(),
        o.regions(),
        o.background());
  }

  private static FaceObservation observation(
      long micros,
      int width,
      int height,
      FaceState state,
      Box box,
      boolean fresh,
      List<Region> regions,
      Colour background) {
    return new FaceObservation(
        micros,
        (int) (micros * 9 / 100),
        width,
        height,
        false,
        false,
        0,
        0,
        state,
        1,
        box,
        null,
        fresh,
        regions,
        background,
        null,
        null,
        null,
        null);
  }
}
