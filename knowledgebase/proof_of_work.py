"""What a visitor who is not signed in brings along: a second of their computer's work, in place of a picture puzzle.

The server signs a challenge for one tenant, one purpose and ten minutes, and keeps nothing. The browser looks for a
number that makes the SHA-256 of "<challenge>:<number>" begin with enough zero bits; static/js/elements/proof-of-work.js
does that. A challenge that was accepted is remembered until it ends, so a proof works once.
It makes thousands of answers dear; it does not stop one person with patience.
"""

import hashlib
import secrets
from datetime import timedelta

from django.core import signing

from accounts import throttle
from shared import clock
from tenants.scope import current_tenant_id

# 2 to the 14th attempts are a tenth of a second to a second of a browser's time.
DIFFICULTY = 14
_LIFETIME = timedelta(minutes=10)
_LONGEST = 200


def challenge(purpose: str) -> str:
    """Return a new challenge: when it ends, how many zero bits it asks for, chance, and our signature."""
    ends = int((clock.now() + _LIFETIME).timestamp())
    return _signer(purpose).sign(f"{ends}.{DIFFICULTY}.{secrets.token_hex(12)}")


def accept(proof: str, purpose: str) -> bool:
    """Take a proof "<challenge>:<number>"; tell whether it is good, ours, for this purpose, and new."""
    signed, colon, number = proof.rpartition(":")
    if len(proof) > _LONGEST or not colon or not (number.isascii() and number.isdecimal()):
        return False
    try:
        ends, difficulty, _ = _signer(purpose).unsign(signed).split(".")
    except (signing.BadSignature, ValueError):
        return False
    if int(ends) < clock.now().timestamp() or _zero_bits(proof) < int(difficulty):
        return False
    return throttle.is_first(f"proof of work {signed}", within=_LIFETIME)


def _signer(purpose: str) -> signing.Signer:
    # Part of the key, so that a challenge of another tenant or for something else has no valid signature here.
    return signing.Signer(sep="~", salt=f"knowledgebase.proof_of_work {current_tenant_id()} {purpose}")


def _zero_bits(proof: str) -> int:
    return 256 - int.from_bytes(hashlib.sha256(proof.encode()).digest()).bit_length()
