package io.medtrust.app;

import io.medtrust.accounts.TokenCommand;
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

/** The subcommands that need no running node: {@code token} and {@code verify}. */
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

  /**
   * Uses the operator's PostgreSQL, else that of the running node, else starts the folder's own.
   */
  static int verify(List<String> words) throws Exception {
    var rest = new ArrayList<String>();
    var folder = new Folder(words, rest);
    if (!rest.isEmpty()) throw new UsageException("unknown option: " + rest.getFirst());
    var url = folder.settings.text("pg_url");
    if (!url.isEmpty()) return verify(url);
    if (!Files.isDirectory(folder.data.resolve("postgres"))) {
      throw new UsageException("there is no log in the data folder " + folder.data);
    }
    var running = EmbeddedServers.runningPostgres(folder.data);
    if (running.isPresent()) return verify(running.get());
    try (var lock = DataFolder.open(folder.data);
        var servers = new EmbeddedServers(lock.path())) {
      url = servers.startPostgres();
      Migrations.apply(url);
      return verify(url);
    }
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
  }
}
