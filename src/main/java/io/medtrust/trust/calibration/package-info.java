/**
 * What a detector's score is worth as evidence: curves from score to log-likelihood ratio, fitted
 * from labelled scores, stored with what they rest on, and never claiming more than the number of
 * independent subjects allows. Pure.
 */
package io.medtrust.trust.calibration;
