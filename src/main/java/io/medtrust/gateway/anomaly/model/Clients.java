package io.medtrust.gateway.anomaly.model;

/**
 * From where a principal came lately, and whether one token came from several places: a laptop and
 * a telephone hold a token each; a stolen token is one that goes back and forth.
 */
final class Clients {
  private static final int ROOM = 8;
  private static final long NEW_MILLIS = 600_000;
  private static final long TOKEN_MILLIS = 600_000;

  private final int[] clients = new int[ROOM];
  private final long[] firstSeen = new long[ROOM];
  private final long[] lastSeen = new long[ROOM];
  private final int[] tokens = new int[ROOM];
  private final int[] tokenClient = new int[ROOM];
  private final long[] tokenSeen = new long[ROOM];
  private int clientCount;
  private int tokenCount;

  /**
   * @return whether the token was last seen from another place, within 10 min
   */
  boolean seen(int client, int token, long now) {
    int i = find(clients, clientCount, client);
    if (i < 0) {
      i = clientCount < ROOM ? clientCount++ : oldest(lastSeen);
      clients[i] = client;
      firstSeen[i] = now;
    }
    lastSeen[i] = now;
    if (token == 0) return false;
    int t = find(tokens, tokenCount, token);
    boolean switched = false;
    if (t < 0) {
      t = tokenCount < ROOM ? tokenCount++ : oldest(tokenSeen);
      tokens[t] = token;
    } else {
      switched = tokenClient[t] != client && now - tokenSeen[t] < TOKEN_MILLIS;
    }
    tokenClient[t] = client;
    tokenSeen[t] = now;
    return switched;
  }

  /** How many places appeared in the last 10 min; the principal's very first does not count. */
  int newClients(long now, long principalSince) {
    int n = 0;
    for (int i = 0; i < clientCount; i++) {
      if (firstSeen[i] != principalSince && now - firstSeen[i] < NEW_MILLIS) n++;
    }
    return n;
  }

  int tokensInUse(long now) {
    int n = 0;
    for (int i = 0; i < tokenCount; i++) if (now - tokenSeen[i] < TOKEN_MILLIS) n++;
    return n;
  }

  private static int find(int[] values, int count, int value) {
    for (int i = 0; i < count; i++) if (values[i] == value) return i;
    return -1;
  }

  private static int oldest(long[] times) {
    int oldest = 0;
    for (int i = 1; i < ROOM; i++) if (times[i] < times[oldest]) oldest = i;
    return oldest;
  }
}
