/**
 * Finds and follows the face in decoded pictures: tracker, mesh, crops, skin regions. May use
 * {@code analysis.media} and the model runtimes; knows no bus, no detector and no network.
 */
package io.medtrust.analysis.face;
