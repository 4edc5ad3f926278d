/**
 * Analysis as the node sees it: the tap that takes packets of verified tracks from the SFU, the
 * client that sends their frames to a worker and publishes what comes back, and the supervision of
 * the worker's process. {@link io.medtrust.analysis.WorkerCommand} is the worker's command line.
 *
 * <p>Uses {@code bus}, {@code ops}, {@code rtc.rtp} for depacketising, {@code sfu.MediaTap} and the
 * worker's protocol. Decodes nothing and loads no native library.
 *
 * <p>Made by {@link io.medtrust.analysis.AnalysisClientVerticle}: deploy it once a node; {@code
 * tap()} goes to the SFU, {@code health()} to the health page.
 */
package io.medtrust.analysis;
