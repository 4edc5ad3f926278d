package io.medtrust.lab.attack;

import io.medtrust.analysis.media.VideoCodec;
import java.nio.file.Path;
import java.util.List;

/**
 * @param runs of each kind
 * @param horizonSeconds how long an attack is watched at the most
 * @param loss percent
 * @param atOnce calls side by side at the most; 0: as many as the machine carries
 */
public record AttackOptions(
    Path data,
    Path work,
    List<AttackKind> kinds,
    int runs,
    long seed,
    double horizonSeconds,
    VideoCodec codec,
    int kbps,
    int soundKbps,
    double loss,
    int atOnce) {}
