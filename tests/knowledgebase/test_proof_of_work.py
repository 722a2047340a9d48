"""A visitor's computer works for a moment, once, for one article of one tenant."""

import hashlib
from itertools import count

import pytest

from knowledgebase import proof_of_work
from tenants.scope import tenant_scope
from tests.cast import GLOBEX_ID
from tests.together import committed, together

FOR_THIS = "feedback 1"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(proof_of_work, "DIFFICULTY", 8)


def bits_of(challenge: str, number: int) -> int:
    """Return with how many zero bits it begins."""
    return 256 - int.from_bytes(hashlib.sha256(f"{challenge}:{number}".encode()).digest()).bit_length()


def solve(challenge: str, *, after: str = ":-1") -> str:
    """Do what the browser does; with `after`, look for the next number behind a first."""
    numbers = count(int(after.rpartition(":")[2]) + 1)
    wanted = int(challenge.split(".")[1])
    return f"{challenge}:{next(number for number in numbers if bits_of(challenge, number) >= wanted)}"


def fall_short(challenge: str) -> str:
    """Do too little."""
    return f"{challenge}:{next(number for number in count() if bits_of(challenge, number) < 8)}"


@pytest.mark.django_db
class TestOne:
    @pytest.fixture(autouse=True)
    def _here(self, cast):
        self.challenge = proof_of_work.challenge(FOR_THIS)

    def test_good_work_is_taken_once(self):
        proof = solve(self.challenge)
        assert proof_of_work.accept(proof, FOR_THIS)
        assert not proof_of_work.accept(proof, FOR_THIS)

    def test_a_second_number_for_the_same_challenge_is_a_replay_too(self):
        proof = solve(self.challenge)
        assert proof_of_work.accept(proof, FOR_THIS)
        assert not proof_of_work.accept(solve(self.challenge, after=proof), FOR_THIS)

    def test_too_little_work_is_refused_and_spends_nothing(self):
        assert not proof_of_work.accept(fall_short(self.challenge), FOR_THIS)
        assert proof_of_work.accept(solve(self.challenge), FOR_THIS)

    def test_it_lasts_ten_minutes(self, clock):
        proof = solve(self.challenge)
        clock(minutes=9)
        late = solve(proof_of_work.challenge(FOR_THIS))
        assert proof_of_work.accept(proof, FOR_THIS)
        clock(minutes=11)
        assert not proof_of_work.accept(late, FOR_THIS)
        assert not proof_of_work.accept(proof, FOR_THIS)

    def test_another_articles_is_refused(self):
        assert not proof_of_work.accept(solve(self.challenge), "feedback 2")

    def test_another_tenants_is_refused(self):
        with tenant_scope(GLOBEX_ID):
            theirs = solve(proof_of_work.challenge(FOR_THIS))
        assert not proof_of_work.accept(theirs, FOR_THIS)

    def test_an_easier_one_of_ones_own_making_is_refused(self):
        ends, _, rest = self.challenge.split(".")
        assert not proof_of_work.accept(solve(f"{ends}.1.{rest}"), FOR_THIS)
        assert not proof_of_work.accept(solve(f"{int(ends) + 3600}.8.{rest}"), FOR_THIS)

    @pytest.mark.parametrize(
        "made_up", ["", ":", ":1", "a:b", "1.1.x~y:7", "1.1.x~y:-7", "~:1", "x" * 5000 + ":1", "1.1.x~y:²", "1.1:\0"]
    )
    def test_nonsense_is_refused(self, made_up):
        assert not proof_of_work.accept(made_up, FOR_THIS)


@committed
def test_of_eight_who_bring_the_same_proof_at_once_one_is_taken(cast):
    proof = solve(proof_of_work.challenge(FOR_THIS))
    taken = together(*[lambda: proof_of_work.accept(proof, FOR_THIS)] * 8)
    assert sorted(taken) == [False] * 7 + [True]
