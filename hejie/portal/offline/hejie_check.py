#!/usr/bin/env python3
"""Check a receipt of Hejie (和解) without the platform, offline. Python 3.9 or newer, nothing else.

    python3 hejie_check.py receipt.json --log-key KEY [--witness KEY]...

KEY is what the log and its witnesses publish about themselves: name+id+base64. Ask for it where
you trust the answer, on paper or from the court; a receipt brings one along, but then it only
says of itself that it is right. What is checked:

* the log's signature on the checkpoint (a C2SP signed note, Ed25519);
* the inclusion proof of the event's hash under the checkpoint's root (RFC 6962);
* each cosignature by a witness whose key is given (C2SP cosignature/v1).

Exit code 0: all of it holds. 1: something does not. 2: no receipt.
Ed25519 is checked as RFC 8032, section 6, writes it down.
"""

import argparse
import base64
import hashlib
import json
import sys
from datetime import datetime, timezone

# Ed25519, RFC 8032 section 5.1: points in extended homogeneous coordinates (X, Y, Z, T).
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def point_add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_mul(factor, point):
    total = (0, 1, 1, 0)
    while factor > 0:
        if factor & 1:
            total = point_add(total, point)
        point = point_add(point, point)
        factor >>= 1
    return total


def point_equal(one, other):
    same_x = (one[0] * other[2] - other[0] * one[2]) % P == 0
    return same_x and (one[1] * other[2] - other[1] * one[2]) % P == 0


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - square) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def point_decompress(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def ed25519_holds(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = point_decompress(public), point_decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return point_equal(point_mul(scalar, BASE), point_add(commitment, point_mul(challenge, key)))


# The tree: RFC 6962.


def hash_leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def hash_node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_included(leaf, index, size, proof, root):
    if not 0 <= index < size or any(len(one) != 32 for one in (leaf, root, *proof)):
        return False
    node, last, current = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            current = hash_node(sibling, current)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            current = hash_node(current, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and current == root


# Signed notes: C2SP signed-note, tlog-checkpoint, tlog-cosignature.


def b64(text):
    data = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64 in another form than its own")
    return data


def read_key(text, kind):
    """Name, four bytes that stand for the key in signatures, and the key."""
    name, key_id, encoded = text.strip().split("+", 2)
    raw = b64(encoded)
    if raw[:1] != kind or len(raw) != 33:
        raise ValueError("not a key of this kind: " + text)
    told = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if told.hex() != key_id:
        raise ValueError("the key's id does not belong to it: " + text)
    return name, told, raw[1:]


def signatures(block):
    for line in block.splitlines():
        if not line.startswith("\u2014 "):
            raise ValueError("not a signature line: " + line)
        name, encoded = line[2:].rsplit(" ", 1)
        raw = b64(encoded)
        yield name, raw[:4], raw[4:]


def check(receipt, log_key, witness_keys):
    """Sentences about what does not hold, and what was found."""
    text, _, block = receipt["checkpoint"].rpartition("\n\n")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    found = list(signatures(block))
    wrong, told = [], {"log": origin, "size": int(size), "witnesses": {}}

    name, key_id, public = read_key(log_key, b"\x01")
    own = [raw for whose, which, raw in found if (whose, which) == (name, key_id)]
    if name != origin or not own:
        wrong.append("the log did not sign this checkpoint")
    if not all(ed25519_holds(public, text.encode(), raw) for raw in own):
        wrong.append("the log's signature does not hold")

    entry = bytes.fromhex(receipt["event_hash"])
    proof = [bytes.fromhex(node) for node in receipt["proof"]]
    if len(entry) != 32 or not is_included(
        hash_leaf(entry), receipt["log_index"], int(size), proof, b64(root)
    ):
        wrong.append("the event is not in the log that the checkpoint stands for")

    for one in witness_keys:
        name, key_id, public = read_key(one, b"\x04")
        times = []
        for whose, which, raw in found:
            if (whose, which) == (name, key_id):
                when = int.from_bytes(raw[:8], "big")
                message = f"cosignature/v1\ntime {when}\n{text}".encode()
                if not ed25519_holds(public, message, raw[8:]):
                    wrong.append("the cosignature of " + name + " does not hold")
                times.append(datetime.fromtimestamp(when, timezone.utc).isoformat())
        if not times:
            wrong.append(name + " has not cosigned this checkpoint")
        told["witnesses"][name] = times[0] if times else None
    return wrong, told


def main():
    parser = argparse.ArgumentParser(description="Check a receipt of Hejie offline.")
    parser.add_argument("receipt", help="the receipt's file")
    parser.add_argument("--log-key", help="the log's key, from somewhere you trust")
    parser.add_argument("--witness", action="append", default=[], help="a witness's key")
    given = parser.parse_args()
    try:
        with open(given.receipt, encoding="utf-8") as file:
            receipt = json.load(file)
        log_key = given.log_key or receipt["key"]
        wrong, told = check(receipt, log_key, given.witness)
        told = {"ok": not wrong, "findings": wrong, **told}
        told |= {name: receipt[name] for name in ("reference", "seq", "log_index")}
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as fault:
        print(
            f"{given.receipt}: no receipt, or a key that cannot be read ({fault})", file=sys.stderr
        )
        return 2
    if not given.log_key:
        print("the log's key is the receipt's own: give --log-key to be sure", file=sys.stderr)
    print(json.dumps(told, ensure_ascii=False))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
