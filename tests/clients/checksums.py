"""The five checksums of S3, as it writes them: base64, big-endian.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
CRC-64/NVME: NVM Express NVM Command Set Specification 1.0d, section 5.2.1.3.4.
"""

import base64
import hashlib
import zlib


def _table(polynomial):
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (polynomial if byte & 1 else 0)
        table.append(byte)
    return table


_CRC32C = _table(0x82F63B78)
_CRC64 = _table(0x9A6C9329AC4BC9B5)


def _crc(table, bits, data):
    register = ones = (1 << bits) - 1
    for byte in data:
        register = table[(register ^ byte) & 255] ^ register >> 8
    return (register ^ ones).to_bytes(bits // 8, "big")


RAW = {
    "CRC32": lambda data: zlib.crc32(data).to_bytes(4, "big"),
    "CRC32C": lambda data: _crc(_CRC32C, 32, data),
    "CRC64NVME": lambda data: _crc(_CRC64, 64, data),
    "SHA1": lambda data: hashlib.sha1(data).digest(),
    "SHA256": lambda data: hashlib.sha256(data).digest(),
}


def checksum(algorithm, data):
    return base64.b64encode(RAW[algorithm](data)).decode()


def composite(algorithm, parts):
    """The checksum of the parts' checksums, and how many there are."""
    return f"{checksum(algorithm, b''.join(RAW[algorithm](part) for part in parts))}-{len(parts)}"
