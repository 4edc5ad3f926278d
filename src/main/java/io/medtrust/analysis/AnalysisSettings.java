package io.medtrust.analysis;

import io.medtrust.analysis.model.ModelSlot;
import io.medtrust.ops.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The node's side of the section {@code analysis}.
 *
 * @param workers addresses of workers elsewhere; empty: the node has its own
 * @param inProcess the worker runs inside the node
 * @param worker the whole section, handed to the node's own worker
 * @param detectors what is handed to the detectors of each verification: the section {@code
 *     analysis.detect}, and {@code app_mode}
 */
record AnalysisSettings(
    List<Address> workers,
    boolean inProcess,
    int workerHeapMb,
    WorkerPriority priority,
    String crashReports,
    long pingMs,
    long pingTimeoutMs,
    long pingKillMs,
    long restartMinMs,
    long restartMaxMs,
    boolean spare,
    long spareDelayMs,
    int tapVideoBytes,
    int tapSoundBytes,
    long drainMs,
    Map<String, String> worker,
    Map<String, String> detectors) {

  /** Where a worker listens. */
  record Address(String host, int port) {}

  static AnalysisSettings from(Settings settings) {
    return new AnalysisSettings(
        settings.list("analysis.workers").stream().map(AnalysisSettings::address).toList(),
        settings.flag("analysis.in_process"),
        settings.integer("analysis.worker_heap_mb", 64, 65_536),
        WorkerPriority.of(settings.text("analysis.worker_priority")),
        settings.text("analysis.crash_reports"),
        settings.longInteger("analysis.ping_ms", 50, 60_000),
        settings.longInteger("analysis.ping_timeout_ms", 50, 60_000),
        settings.longInteger("analysis.ping_kill_ms", 50, 600_000),
        settings.longInteger("analysis.restart_min_ms", 0, 60_000),
        settings.longInteger("analysis.restart_max_ms", 0, 600_000),
        settings.flag("analysis.spare"),
        settings.longInteger("analysis.spare_delay_ms", 0, 600_000),
        settings.integer("analysis.tap_video_kb", 16, 65_536) << 10,
        settings.integer("analysis.tap_sound_kb", 4, 65_536) << 10,
        settings.longInteger("analysis.drain_ms", 1, 1000),
        settings.under("analysis"),
        detectors(settings));
  }

  /** The section, and the mode of the node: a production node takes no model on trust. */
  private static Map<String, String> detectors(Settings settings) {
    for (var key : settings.list("analysis.detect.accept_unverified_models")) {
      if (ModelSlot.of(key).isEmpty()) {
        throw new IllegalArgumentException(
            "analysis.detect.accept_unverified_models: there is no model slot " + key);
      }
    }
    var section = new TreeMap<>(settings.under("analysis.detect"));
    section.put("app_mode", settings.text("app.mode"));
    return Map.copyOf(section);
  }

  private static Address address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      if (colon > 0) {
        return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException("analysis.workers needs HOST:PORT, not " + text);
  }
}
