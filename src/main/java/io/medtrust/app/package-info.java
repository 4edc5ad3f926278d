/**
 * The program: its subcommands, the node's configuration and secrets, and what is deployed in which
 * order. The only package that knows all others.
 */
package io.medtrust.app;
