/**
 * What a principal's requests look like, and which are unusual: features over sliding windows, a
 * Random Cut Forest, thresholds by quantile of normal traffic, and the file that keeps them. Pure:
 * time is passed in, so that days of traffic can be replayed in seconds.
 */
package io.medtrust.gateway.anomaly.model;
