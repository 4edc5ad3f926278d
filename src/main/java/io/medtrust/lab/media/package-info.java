/**
 * Media for measuring: what a labelled folder holds, clips decoded to pictures and sound as a
 * camera and a microphone would give them, and the encoders that browsers use in calls.
 */
package io.medtrust.lab.media;
