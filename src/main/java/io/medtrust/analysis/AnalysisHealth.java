package io.medtrust.analysis;

/**
 * How analysis is.
 *
 * @param available at least one worker answers
 * @param why one sentence; what is wrong when it is not available
 * @param workers configured
 * @param workersUp that answer
 * @param verifications analysed now
 * @param videoDecoder of a worker that answers; empty when none does
 * @param faceModels whether that worker has its face models
 */
public record AnalysisHealth(
    boolean available,
    String why,
    int workers,
    int workersUp,
    int verifications,
    String videoDecoder,
    boolean faceModels) {}
