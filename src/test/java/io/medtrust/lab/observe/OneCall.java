package io.medtrust.lab.observe;

import io.medtrust.ops.Settings;
import io.medtrust.probes.ProbeSettings;
import io.medtrust.trust.TrustSettings;
import java.util.Map;
import java.util.TreeMap;

/** Prints what some calls say and cost: {@code OneCall FROM TO [energy|model]}. */
final class OneCall {
  public static void main(String[] args) {
    var settings = Settings.load(null, Map.of());
    var detecting = new TreeMap<>(settings.under("analysis.detect"));
    detecting.put("app_mode", settings.text("app.mode"));
    detecting.put("speech.activity", args.length > 2 ? args[2] : "energy");
    for (long n = Long.parseLong(args[0]); n < Long.parseLong(args[1]); n++) {
      var call =
          new ObservedCall(
              n, detecting, TrustSettings.from(settings), ProbeSettings.from(settings));
      System.out.println(call.run().encodePrettily());
    }
  }
}
