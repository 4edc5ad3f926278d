/**
 * What every part of a node needs to be operated: settings and metrics. Depends on nothing of
 * MedTrust.
 */
package io.medtrust.ops;
