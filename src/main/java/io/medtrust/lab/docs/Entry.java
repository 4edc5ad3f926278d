package io.medtrust.lab.docs;

import io.medtrust.lab.stats.Interval;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * An object of a result file, read with its type: what has another one is refused with the place at
 * which it stands. Absent and null are the same.
 *
 * @param where file and path within it, for messages
 */
record Entry(String where, JsonObject json) {
  boolean has(String name) {
    return json.getValue(name) != null;
  }

  /** Null when absent. */
  String text(String name) {
    return switch (json.getValue(name)) {
      case null -> null;
      case String s -> s;
      default -> throw wrong(name, "a text");
    };
  }

  String text(String name, String otherwise) {
    var text = text(name);
    return text == null ? otherwise : text;
  }

  String neededText(String name) {
    if (!has(name)) throw wrong(name, "there");
    return text(name);
  }

  /** Finite; null when absent. */
  Double number(String name) {
    var value = json.getValue(name);
    if (value == null) return null;
    if (value instanceof Number n && Double.isFinite(n.doubleValue())) return n.doubleValue();
    throw wrong(name, "a number");
  }

  double neededNumber(String name) {
    if (!has(name)) throw wrong(name, "there");
    double value = number(name);
    if (value < 0) throw wrong(name, "at least 0");
    return value;
  }

  /** 0..1; null when absent. */
  Double share(String name) {
    var value = number(name);
    if (value != null && (value < 0 || value > 1)) throw wrong(name, "from 0 to 1");
    return value;
  }

  /** A count. */
  int count(String name) {
    double value = neededNumber(name);
    if (value != Math.rint(value) || value > Integer.MAX_VALUE) throw wrong(name, "a count");
    return (int) value;
  }

  int count(String name, int otherwise) {
    return has(name) ? count(name) : otherwise;
  }

  /** A time in seconds: NaN when absent, infinite for the word {@code infinite}. */
  double seconds(String name) {
    if ("infinite".equals(json.getValue(name))) return Double.POSITIVE_INFINITY;
    var value = number(name);
    return value == null ? Double.NaN : value;
  }

  /** Two numbers; {@link Interval#UNKNOWN} when absent. */
  Interval interval(String name) {
    var pair = array(name);
    if (pair.isEmpty()) return Interval.UNKNOWN;
    if (pair.size() == 2
        && pair.getValue(0) instanceof Number low
        && pair.getValue(1) instanceof Number high
        && low.doubleValue() <= high.doubleValue()) {
      return new Interval(low.doubleValue(), high.doubleValue());
    }
    throw wrong(name, "two rising numbers");
  }

  /** Rows of so many numbers; empty when absent. */
  List<double[]> rows(String name, int columns) {
    var rows = new ArrayList<double[]>();
    for (var each : array(name)) {
      if (!(each instanceof JsonArray a) || a.size() != columns) {
        throw wrong(name, "rows of " + columns + " numbers");
      }
      var row = new double[columns];
      for (int i = 0; i < columns; i++) {
        if (!(a.getValue(i) instanceof Number n)) {
          throw wrong(name, "rows of " + columns + " numbers");
        }
        row[i] = n.doubleValue();
      }
      rows.add(row);
    }
    return rows;
  }

  /** Empty when absent. */
  List<Entry> list(String name) {
    var array = array(name);
    var list = new ArrayList<Entry>();
    for (int i = 0; i < array.size(); i++) {
      if (!(array.getValue(i) instanceof JsonObject o)) throw wrong(name, "a list of objects");
      list.add(new Entry("%s.%s[%d]".formatted(where, name, i), o));
    }
    return list;
  }

  /** Numbers are taken as they are written; empty when absent. */
  List<String> texts(String name) {
    var list = new ArrayList<String>();
    for (var each : array(name)) {
      if (!(each instanceof String) && !(each instanceof Number)) {
        throw wrong(name, "a list of texts");
      }
      list.add(each.toString());
    }
    return list;
  }

  /** As {@link #texts}, a list of them. */
  List<List<String>> textRows(String name) {
    var rows = new ArrayList<List<String>>();
    var array = array(name);
    for (int i = 0; i < array.size(); i++) {
      var row = new JsonObject().put("row", array.getValue(i));
      rows.add(new Entry("%s.%s[%d]".formatted(where, name, i), row).texts("row"));
    }
    return rows;
  }

  /** An empty one when absent. */
  Entry object(String name) {
    return switch (json.getValue(name)) {
      case null -> new Entry(where + "." + name, new JsonObject());
      case JsonObject o -> new Entry(where + "." + name, o);
      default -> throw wrong(name, "an object");
    };
  }

  private JsonArray array(String name) {
    return switch (json.getValue(name)) {
      case null -> new JsonArray();
      case JsonArray a -> a;
      default -> throw wrong(name, "a list");
    };
  }

  Malformed wrong(String name, String wanted) {
    return new Malformed(where, "\"%s\" must be %s".formatted(name, wanted));
  }
}
