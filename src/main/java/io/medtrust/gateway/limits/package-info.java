/**
 * Rate limits after authentication: by user, or by address for strangers; shared by the nodes
 * through Redis in leases, so that most requests are counted without asking it.
 */
package io.medtrust.gateway.limits;
