package io.medtrust.trust;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What all verifications of a node share.
 *
 * @param audit delivers to the audit log
 * @param policy ends a call when the operator wants that
 */
record TrustParts(
    TrustSettings settings,
    ThresholdCache thresholds,
    TrustRecorder recorder,
    LiveScores live,
    Outbox audit,
    CallPolicy policy,
    MeterRegistry metrics) {}
