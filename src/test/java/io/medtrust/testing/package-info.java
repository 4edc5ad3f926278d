/** Aids that tests of several packages share. */
package io.medtrust.testing;
