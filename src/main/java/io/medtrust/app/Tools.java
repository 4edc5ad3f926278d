package io.medtrust.app;

import io.medtrust.accounts.AccountsSettings;
import io.medtrust.accounts.SigningKeys;
import io.medtrust.accounts.TokenCommand;
import io.medtrust.keys.FileKeys;
import io.medtrust.ledger.VerifyCommand;
import io.medtrust.ops.Settings;
import io.medtrust.store.Database;
import io.medtrust.store.EmbeddedServers;
import io.medtrust.store.Migrations;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The subcommands that need no running node: {@code token}, {@code verify} and {@code keys}. */
final class Tools {
  private Tools() {}

  static int token(List<String> words) {
    var rest = new ArrayList<String>();
    var folder = new Folder(words, rest);
    var secrets = Secrets.load(folder.settings, folder.data);
    var issuer = folder.settings.text("accounts.issuer");
    System.out.println(
        new TokenCommand(secrets.tokenKey(), issuer).run(rest.toArray(String[]::new)));
    return 0;
  }

  static int verify(List<String> words) throws Exception {
    var rest = new ArrayList<String>();
    var folder = new Folder(words, rest);
    if (!rest.isEmpty()) throw new UsageException("unknown option: " + rest.getFirst());
    return folder.withPostgres(
        "there is no log in the data folder " + folder.data, url -> verify(url));
  }

  /**
   * {@code keys create --file FILE} adds a current key to a key file, which is made when it is not
   * there; {@code keys rotate} publishes a new key that signs tokens.
   */
  static int keys(List<String> words) throws Exception {
    var rest = new ArrayList<String>();
    var folder = new Folder(words, rest);
    if (rest.size() == 3 && rest.get(0).equals("create") && rest.get(1).equals("--file")) {
      System.out.println("new current key " + FileKeys.add(Path.of(rest.get(2))));
      return 0;
    }
    if (!rest.equals(List.of("rotate"))) {
      throw new UsageException("medtrust keys create --file FILE, or medtrust keys rotate");
    }
    var accounts = AccountsSettings.from(folder.settings);
    if (!accounts.edDsa()) {
      throw new UsageException("accounts.signing is hs256: there is no signing key to rotate");
    }
    var provider = Keys.open(folder.settings, folder.data);
    return folder.withPostgres(
        "there is no database in the data folder " + folder.data,
        url -> {
          var vertx = Vertx.vertx();
          try {
            var kid =
                new SigningKeys(vertx, Database.postgres(vertx, url, 2), provider)
                    .rotate(accounts.accessSeconds())
                    .await();
            System.out.println("new signing key " + kid);
            return 0;
          } finally {
            vertx.close().await();
          }
        });
  }

  private static int verify(String url) {
    var vertx = Vertx.vertx();
    try {
      return VerifyCommand.run(Database.postgres(vertx, url, 2), System.out, System.err);
    } finally {
      vertx.close().await();
    }
  }

  /** {@code --data} and {@code --config}, taken out of the words. */
  private static final class Folder {
    final Path data;
    final Settings settings;

    Folder(List<String> words, List<String> rest) {
      String data = "data";
      Path config = null;
      for (int i = 0; i < words.size(); i++) {
        boolean value = i + 1 < words.size();
        if (words.get(i).equals("--data") && value) data = words.get(++i);
        else if (words.get(i).equals("--config") && value) config = Path.of(words.get(++i));
        else rest.add(words.get(i));
      }
      this.data = Path.of(data).toAbsolutePath();
      this.settings = Settings.load(config, System.getenv());
    }

    /**
     * Uses the operator's PostgreSQL, else that of the running node, else starts the folder's own.
     */
    int withPostgres(String missing, Work work) throws Exception {
      var url = settings.text("pg_url");
      if (!url.isEmpty()) return work.run(url);
      if (!Files.isDirectory(data.resolve("postgres"))) throw new UsageException(missing);
      var running = EmbeddedServers.runningPostgres(data);
      if (running.isPresent()) return work.run(running.get());
      try (var lock = DataFolder.open(data);
          var servers = new EmbeddedServers(lock.path())) {
        url = servers.startPostgres();
        Migrations.apply(url);
        return work.run(url);
      }
    }
  }

  private interface Work {
    int run(String postgresUrl) throws Exception;
  }
}
