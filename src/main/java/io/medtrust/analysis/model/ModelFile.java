package io.medtrust.analysis.model;

/**
 * The bytes of one model.
 *
 * @param name and version, as readings carry it: {@code mobilefacenet@67bcfa3c}
 * @param bytes not to be written to
 * @param sha256 of the bytes, lower-case hex
 */
public record ModelFile(String name, byte[] bytes, String sha256) {}
