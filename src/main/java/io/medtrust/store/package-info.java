/**
 * PostgreSQL and Redis: the embedded servers of a single machine, connections, migrations and the
 * day partitions of tables that only grow. Knows no feature; every feature writes its own SQL.
 */
package io.medtrust.store;
