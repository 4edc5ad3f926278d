package io.medtrust.accounts;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What each role may, as the table {@code role_permissions} says. Kept in memory until {@link
 * #forget}, and read again after {@value #MAX_AGE_MILLIS} ms anyway.
 *
 * <p>May be used from any thread.
 */
final class Roles {
  private static final long MAX_AGE_MILLIS = 30_000;

  private record Read(Map<String, Set<String>> permissions, long atMillis) {}

  private final Pool pool;
  private volatile Read read;
  private final AtomicLong generation = new AtomicLong();

  Roles(Pool pool) {
    this.pool = pool;
  }

  /** The permissions of all these roles together; an unknown role has none. */
  Future<Set<String>> permissions(Collection<String> roles) {
    var known = read;
    if (known != null && System.currentTimeMillis() - known.atMillis < MAX_AGE_MILLIS) {
      return Future.succeededFuture(of(known, roles));
    }
    return load()
        // What was known is better than nobody getting in while PostgreSQL is away.
        .recover(
            cause -> known == null ? Future.failedFuture(cause) : Future.succeededFuture(known))
        .map(fresh -> of(fresh, roles));
  }

  /** The tables changed. */
  void forget() {
    generation.incrementAndGet();
    read = null;
  }

  private static Set<String> of(Read known, Collection<String> roles) {
    if (roles.size() == 1) {
      return known.permissions.getOrDefault(roles.iterator().next(), Set.of());
    }
    var all = new HashSet<String>();
    for (var role : roles) all.addAll(known.permissions.getOrDefault(role, Set.of()));
    return Set.copyOf(all);
  }

  private Future<Read> load() {
    long before = generation.get();
    return pool.query("select role, permission from role_permissions")
        .execute()
        .map(
            rows -> {
              var map = new HashMap<String, Set<String>>();
              for (var row : rows) {
                map.computeIfAbsent(row.getString("role"), _ -> new HashSet<>())
                    .add(row.getString("permission"));
              }
              map.replaceAll((_, set) -> Set.copyOf(set));
              var fresh = new Read(map, System.currentTimeMillis());
              // What changed meanwhile may not be in it.
              if (generation.get() == before) read = fresh;
              return fresh;
            });
  }
}
