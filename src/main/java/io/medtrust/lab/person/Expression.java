package io.medtrust.lab.person;

/**
 * What moves in a face.
 *
 * @param lidRight person's right eye, 0 open .. 1 closed
 * @param lidLeft as {@code lidRight}
 * @param jaw 0 closed .. 1 wide open
 * @param wide lips, -1 rounded .. 1 spread
 * @param brow raised brows, -1..1
 */
record Expression(double lidRight, double lidLeft, double jaw, double wide, double brow) {}
