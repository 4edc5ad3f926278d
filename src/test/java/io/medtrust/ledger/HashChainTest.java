package io.medtrust.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The expected hashes were computed by coreutils' sha256sum and by Python's hashlib. */
class HashChainTest {
  private final HashChain chain = new HashChain();

  @Test
  void the_first_block_is_the_one_that_the_reference_system_answered() {
    assertEquals(
        "ad673bad42f04f25ca46369f20fe3c859f0ece3044c3ed894de31f727af08764",
        HashChain.hex(chain.block(HashChain.GENESIS, "2026-11-22T14:48:07.529Z:63")));
  }

  @Test
  void each_block_rests_on_the_one_before_it() {
    var hash = HashChain.GENESIS;
    String[][] vectors = {
      {
        "2026-11-22T14:48:07.529Z:63",
        "ad673bad42f04f25ca46369f20fe3c859f0ece3044c3ed894de31f727af08764"
      },
      {
        "2026-11-22T14:48:07.729Z:unknown",
        "e9c9d516a95c934755e2cdd8c7eb8f11689342d0fc0331b67779680e047f96cc"
      },
      {
        "2026-11-22T14:48:07.929Z:100",
        "32d8a2f15aa7ff40dc121f9a749c0de81384455d636bd03a22ce4142c1d5dda8"
      },
      {
        "2026-11-22T14:48:08.129Z:0",
        "edee15215706da8d68cb920d76eb2be1881d337719cebf22ffb50a89bdadb76a"
      },
    };
    for (var vector : vectors) {
      hash = HashChain.hex(chain.block(hash, vector[0]));
      assertEquals(vector[1], hash);
    }
  }

  @Test
  void a_text_has_exactly_one_spelling() {
    assertEquals(1795358887529L, BlockText.millis("2026-11-22T14:48:07.529Z:63"));
    assertEquals(1795358887529L, BlockText.millis("2026-11-22T14:48:07.529Z:unknown"));
    for (var wrong :
        new String[] {
          null,
          "",
          "2026-11-22T14:48:07.529Z",
          "2026-11-22T14:48:07.529Z:",
          "2026-11-22T14:48:07.529Z:063",
          "2026-11-22T14:48:07.529Z:101",
          "2026-11-22T14:48:07.529Z:-1",
          "2026-11-22T14:48:07.529Z:6.0",
          "2026-11-22T14:48:07.529Z:63\n",
          "2026-11-22T14:48:07.529Z:Unknown",
          "2026-11-22T14:48:07.529Z:null",
          "2026-11-22T14:48:07Z:63",
          "2026-11-22T14:48:07.5290Z:63",
          "2026-11-22t14:48:07.529z:63",
          "2026-11-22T24:00:00.000Z:63",
          "2026-02-30T14:48:07.529Z:63",
          "2026-11-22T14:48:60.529Z:63",
          "٢٠٢٦-11-22T14:48:07.529Z:63",
        }) {
      assertTrue(BlockText.millis(wrong) < 0, wrong);
    }
  }
}
