package io.medtrust.bus;

/** A client's bridge connection is gone; its memberships end after a grace time. */
public record SocketClosed(String socket) {}
