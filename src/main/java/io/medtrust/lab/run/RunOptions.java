package io.medtrust.lab.run;

import io.medtrust.analysis.media.VideoCodec;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run measures.
 *
 * @param work folder of raw results
 * @param detectors that are reported; all when empty
 * @param clips only clips whose name contains this; all when empty
 * @param soundKbps of voice clips
 * @param loss percent
 * @param atOnce calls side by side at the most; 0: as many as the machine carries
 */
public record RunOptions(
    Path data,
    Path work,
    List<String> detectors,
    String clips,
    List<VideoCodec> codecs,
    List<Integer> kbps,
    List<Integer> soundKbps,
    List<Double> loss,
    int atOnce) {}
