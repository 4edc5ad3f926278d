/**
 * A small picture of the verified person with an alarm, if that person agreed to it: taken by
 * analysis, sealed here, shown to that person and to admins, forgotten when its time is over or the
 * consent is withdrawn.
 */
package io.medtrust.pictures;
