package io.medtrust.ledger;

/**
 * A block that does not verify.
 *
 * @param block its number, or that of the first block that is missing
 * @param second epoch second of its segment
 * @param code stable word: {@code gap}, {@code duplicate}, {@code prev_hash}, {@code block_hash},
 *     {@code text}, {@code second}, {@code order}, {@code head_hash}, {@code blocks}, {@code
 *     epoch}, {@code session}, {@code content_hash} or {@code day}
 * @param message one sentence
 */
public record ChainBreak(
    String verification, long block, long second, String code, String message) {}
