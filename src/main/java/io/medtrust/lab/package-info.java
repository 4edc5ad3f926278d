/**
 * The lab: measures detection on labelled media and under scripted attacks, through the production
 * pipeline, and writes down what was measured and what was not.
 */
package io.medtrust.lab;
