#include "base/digest.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/body.h"
#include "base/encoding.h"

namespace godwit {
namespace {

// FIPS 180-4, RFC 3174 and RFC 1321.
TEST(Digest, KnownVectors) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(sha1("")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(to_hex(md5("")), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(to_hex(md5("message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 4231.
TEST(Digest, HmacVectors) {
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd'))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  // A key longer than a block.
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(to_hex(hmac_sha256("", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Digest, ThreadsDoNotDisturbEachOther) {
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&wrong, i] {
      const std::string text(100 + i, 'x');
      const std::string expected = sha256(text);
      for (int j = 0; j < 1000; ++j) {
        if (sha256(text) != expected) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

// RFC 3720, B.4; the check value of the CRC catalogue.
TEST(Checksum, KnownVectors) {
  for (const auto compute : {crc32c, crc32c_by_table}) {
    EXPECT_EQ(compute("", 0), 0U);
    EXPECT_EQ(compute("123456789", 0), 0xe3069283U);
    EXPECT_EQ(compute(std::string(32, '\0'), 0), 0x8a9136aaU);
    EXPECT_EQ(compute(std::string(32, '\xff'), 0), 0x62a8ab43U);
    std::string ascending;
    for (char i = 0; i < 32; ++i) ascending += i;
    EXPECT_EQ(compute(ascending, 0), 0x46dd794eU);
  }
  EXPECT_EQ(crc32("123456789"), 0xcbf43926U);
  EXPECT_EQ(crc32(""), 0U);
  EXPECT_EQ(crc32("The quick brown fox jumps over the lazy dog"), 0x414fa339U);
}

TEST(Checksum, TableAndInstructionAgree) {
  const std::string bytes = Body::synthetic(600, 9).slice(0, 600);
  for (std::size_t begin = 0; begin < 9; ++begin) {
    for (std::size_t length = 0; begin + length <= bytes.size(); ++length) {
      const auto part = std::string_view(bytes).substr(begin, length);
      ASSERT_EQ(crc32c(part), crc32c_by_table(part));
    }
  }
}

TEST(Checksum, ContinuesAndCombinesAtAnySplit) {
  const std::string bytes = Body::synthetic(100'000, 3).slice(0, 100'000);
  const std::uint32_t whole = crc32c(bytes);
  const std::uint32_t whole_iso = crc32(bytes);
  for (std::uint64_t i = 0; i < 500; ++i) {
    const auto middle = i < 20 ? i : stable_hash("split", i) % (bytes.size() + 1);
    const auto a = std::string_view(bytes).substr(0, middle);
    const auto b = std::string_view(bytes).substr(middle);
    ASSERT_EQ(crc32c(b, crc32c(a)), whole);
    ASSERT_EQ(crc32c_by_table(b, crc32c_by_table(a)), whole);
    ASSERT_EQ(crc32(b, crc32(a)), whole_iso);
    ASSERT_EQ(crc32c_combine(crc32c(a), crc32c(b), b.size()), whole);
  }
  EXPECT_EQ(crc32c_combine(whole, 0, 0), whole);
}

TEST(Checksum, CombinesAssociativelyWhatIsTooLongToMake) {
  const std::uint64_t length = 1ULL << 45;
  const std::uint32_t a = 1, b = 2, c = 3;
  EXPECT_EQ(crc32c_combine(crc32c_combine(a, b, length), c, length + 7),
            crc32c_combine(a, crc32c_combine(b, c, length + 7), 2 * length + 7));
}

TEST(Checksum, Crc64Nvme) {
  EXPECT_EQ(crc64nvme("123456789"), 0xae8b14860a799888U);  // the check value of its definition
  EXPECT_EQ(crc64nvme(""), 0U);
  const std::string bytes(1000, '\0');
  const std::uint64_t whole = crc64nvme(bytes);
  for (const std::size_t length : {0, 1, 7, 8, 9, 500, 1000}) {
    const std::string a = bytes.substr(0, length);
    const std::string b = bytes.substr(length);
    EXPECT_EQ(crc64nvme(b, crc64nvme(a)), whole);
    EXPECT_EQ(crc64nvme_combine(crc64nvme(a), crc64nvme(b), b.size()), whole);
    EXPECT_EQ(crc32_combine(crc32(a), crc32(b), b.size()), crc32(bytes));
  }
  EXPECT_EQ(to_hex(crc_bytes(crc64nvme("123456789"))), "ae8b14860a799888");
}

TEST(Checksum, BytesAreBigEndian) { EXPECT_EQ(to_hex(crc_bytes(0xe3069283U)), "e3069283"); }

TEST(StableHash, StaysWhatItIs) {
  // Journals and rehearsals rely on these: a change is a change of format.
  EXPECT_EQ(stable_hash(""), 0xf52a15e9a9b5e89bULL);
  EXPECT_EQ(stable_hash("godwit"), 0x5a8478c86f986d4eULL);
  EXPECT_EQ(stable_hash("godwit", 1), 0xa40a05a19106b40dULL);
}

TEST(StableHash, DiffersByTextAndSeed) {
  std::set<std::uint64_t> hashes;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    for (const char* text : {"", "a", "b", "ab", "ba"}) hashes.insert(stable_hash(text, seed));
  }
  EXPECT_EQ(hashes.size(), 5000U);
}

}  // namespace
}  // namespace godwit
