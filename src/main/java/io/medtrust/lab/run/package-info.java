/**
 * {@code medtrust lab run}: every labelled clip through the production pipeline under chosen
 * conditions, raw answers kept so that a run can be taken up again, and what they are worth.
 */
package io.medtrust.lab.run;
