package io.medtrust.lab.report;

import io.medtrust.lab.stats.Percentiles;
import io.medtrust.ops.BuildId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a measuring program found of one detector, as a result file of {@code lab docs}: counts, not
 * bounds, so that pages compute bounds in one way. Names of clips and persons stay outside.
 */
public final class Figures {
  /** Hits and misses, counted by person. */
  public static final class Tally {
    private final JsonObject share;
    private final boolean wantedHigh;
    private final Map<String, Boolean> wrong = new TreeMap<>();
    private final List<Double> seconds = new ArrayList<>();
    private double hours;
    private int count;
    private int of;

    private Tally(String what, boolean wantedHigh) {
      this.share = new JsonObject().put("what", what);
      this.wantedHigh = wantedHigh;
    }

    /** It stands in the README's table. */
    public Tally headline() {
      share.put("headline", true);
      return this;
    }

    /**
     * One trial.
     *
     * @param seconds until it was found; NaN when that says nothing
     */
    public void add(String person, boolean found, double seconds) {
      of++;
      if (found) count++;
      wrong.merge(person, found != wantedHigh, Boolean::logicalOr);
      if (found && !Double.isNaN(seconds)) this.seconds.add(seconds);
    }

    /** One trial. */
    public void add(String person, boolean found) {
      add(person, found, Double.NaN);
    }

    /** Time over which alarms were counted: the bound is then one of alarms an hour. */
    public void during(double seconds) {
      hours += seconds / 3600;
    }

    private JsonObject json() {
      share
          .put("count", count)
          .put("of", of)
          .put("persons", wrong.size())
          .put("persons_wrong", (int) wrong.values().stream().filter(w -> w).count())
          .put("good", wantedHigh ? "high" : "low");
      if (hours > 0) share.put("hours", Numbers.rounded(hours));
      if (seconds.isEmpty()) return share;
      var times = seconds.stream().mapToDouble(Double::doubleValue).toArray();
      // A trial in which it was not found has taken longer than any other.
      return share
          .put("p50_s", Numbers.orInfinite(Percentiles.of(times, of - count, 0.5)))
          .put("longest_s", Numbers.orInfinite(Percentiles.of(times, of - count, 1)));
    }
  }

  private final JsonObject file = new JsonObject();
  private final List<Tally> tallies = new ArrayList<>();
  private final JsonArray values = new JsonArray();
  private final JsonArray tables = new JsonArray();
  private final JsonArray notes = new JsonArray();
  private final JsonArray notMeasured = new JsonArray();

  /**
   * @param about detector
   * @param title what was done, in few words
   * @param command that prints the same again
   */
  public Figures(String about, String title, String command) {
    file.put("kind", "figures").put("about", about).put("title", title).put("command", command);
  }

  /**
   * @param sha256 of the folder's manifest; null when the data is made
   */
  public Figures data(String name, String sha256) {
    file.put("data", new JsonObject().put("name", name).put("sha256", sha256));
    return this;
  }

  public Figures conditions(String... conditions) {
    file.put("conditions", new JsonArray(List.of(conditions)));
    return this;
  }

  /** A share that should be 1. */
  public Tally found(String what) {
    return tally(what, true);
  }

  /** A share that should be 0. */
  public Tally alarms(String what) {
    return tally(what, false);
  }

  private Tally tally(String what, boolean wantedHigh) {
    var tally = new Tally(what, wantedHigh);
    tallies.add(tally);
    return tally;
  }

  /**
   * @param value NaN when it was not measured
   * @param low of the interval of 95 %, NaN when there is none
   * @param unit as "bpm"; "share" for what is shown in percent
   * @param persons behind it
   * @param headline whether it stands in the README's table
   */
  public void value(
      String what,
      double value,
      double low,
      double high,
      String unit,
      int persons,
      boolean headline) {
    var json =
        new JsonObject()
            .put("what", what)
            .put("value", Numbers.rounded(value))
            .put("unit", unit)
            .put("persons", persons);
    if (Double.isFinite(low) && Double.isFinite(high)) {
      json.put("interval_95", new JsonArray().add(Numbers.rounded(low)).add(Numbers.rounded(high)));
    }
    if (headline) json.put("headline", true);
    values.add(json);
  }

  /**
   * Columns of a table; rows are added to what this returns.
   *
   * @param title may be null
   */
  public Table table(String title, String... columns) {
    var rows = new JsonArray();
    tables.add(
        new JsonObject()
            .put("title", title)
            .put("columns", new JsonArray(List.of(columns)))
            .put("rows", rows));
    return new Table(rows);
  }

  /** Rows of a table. */
  public record Table(JsonArray rows) {
    /** Numbers come out with at most two decimals. */
    public Table row(Object... cells) {
      var row = new JsonArray();
      for (var cell : cells) {
        row.add(cell instanceof Double d ? decimals(d) : cell.toString());
      }
      rows.add(row);
      return this;
    }

    private static String decimals(double value) {
      if (Double.isNaN(value)) return "–";
      if (Double.isInfinite(value)) return "∞";
      return String.format(Locale.ROOT, "%.2f", value);
    }
  }

  public Figures note(String text) {
    notes.add(text);
    return this;
  }

  public Figures notMeasured(String what) {
    notMeasured.add(what);
    return this;
  }

  /**
   * @param date of the measurement
   */
  public JsonObject json(LocalDate date) {
    var shares = new JsonArray();
    for (var t : tallies) shares.add(t.json());
    return file.copy()
        .put("date", date.toString())
        .put("build", BuildId.compute())
        .put("shares", shares)
        .put("values", values.copy())
        .put("tables", tables.copy())
        .put("notes", notes.copy())
        .put("not_measured", notMeasured.copy());
  }

  /** Writes it, dated today; nothing when there is no file to write to. */
  public void write(Path to) throws IOException {
    if (to == null) return;
    var text = json(LocalDate.now(ZoneOffset.UTC)).encodePrettily() + "\n";
    Files.writeString(to, text);
    System.err.println("wrote " + to.getFileName());
  }

  /** The value of {@code --json} among arguments, or null. */
  public static Path file(String[] args) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals("--json")) return Path.of(args[i + 1]);
    }
    return null;
  }

  /** Arguments without {@code --json FILE}. */
  public static String[] without(String[] args) {
    var rest = new ArrayList<String>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--json")) i++;
      else rest.add(args[i]);
    }
    return rest.toArray(String[]::new);
  }
}
