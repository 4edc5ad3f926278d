package io.medtrust.store;

import java.net.URI;
import org.flywaydb.core.Flyway;

/** Brings a database to this build's schema. Blocks. */
public final class Migrations {
  private Migrations() {}

  /**
   * @param url {@code postgresql://user:password@host:port/database}
   * @return how many migrations were applied
   */
  public static int apply(String url) {
    var uri = URI.create(url);
    var user = uri.getUserInfo() == null ? "postgres" : uri.getUserInfo();
    int colon = user.indexOf(':');
    var name = colon < 0 ? user : user.substring(0, colon);
    var password = colon < 0 ? "" : user.substring(colon + 1);
    var query = uri.getQuery() == null ? "" : "?" + uri.getQuery();
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    var jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getPath() + query;
    return Flyway.configure()
        .dataSource(jdbc, name, password)
        .locations("classpath:db/migration")
        .connectRetries(5)
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
