"""Bearer tokens: a token contains a subject only; roles and areas are read from the graph (令牌)."""

import json
import os
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey

from api.settings import Settings
from knowledge.access.accounts import LONGEST_SUBJECT
from knowledge.errors import BadInput, Unauthenticated

DEMO_ISSUER = "tongxin-demo"
DEMO_HOURS = 12
OWN_ISSUER = "tongxin"
"""The issuer of tokens for invitations, where no other is configured in production."""
OWN_DAYS = 30
"""Validity in days of a token for an accepted invitation, unless its account is suspended or invited again
(configured value).
"""
OWN_ALGORITHM = "HS256"
ALGORITHMS = ["ES256", "RS256", "PS256", "EdDSA", "Ed25519"]
"""Signature algorithms accepted from an external issuer."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Claims of a token about its holder."""

    subject: str
    at: datetime | None
    """Time of sign-in; None if the token does not contain it."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """Checks signature, issuer, audience and expiry of a token."""

    key: OctKey | KeySet
    """Public keys of an issuer elsewhere, or the secret of this service's own."""
    algorithms: list[str]
    issuer: str
    audience: str

    @property
    def own(self) -> bool:
        """True if this service issues its tokens itself."""
        return isinstance(self.key, OctKey)

    def issued(self, subject: str, seconds: int) -> str:
        """A token for a subject.

        Raises:
            BadInput: Tokens come from an issuer elsewhere.
        """
        if not isinstance(self.key, OctKey):
            raise BadInput("token", "settings.demo_issuer_off")
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.audience, "sub": subject, "iat": now, "exp": now + seconds}
        claims["jti"] = secrets.token_hex(8)  # each sign-in is a session of its own
        return str(jwt.encode({"alg": OWN_ALGORITHM}, claims, self.key, algorithms=[OWN_ALGORITHM]))

    def subject(self, token: str) -> str:
        """The subject of a token; see `signed`."""
        return self.signed(token).subject

    def signed(self, token: str) -> SignedIn:
        """Return the account that has signed in with a token, and the time.

        An external issuer gives the time as `auth_time`: it may renew a token without a new sign-in. A token of
        this service is made at sign-in.

        Raises:
            Unauthenticated: The token is not valid for this issuer and audience.
        """
        claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            decoded = jwt.decode(token, self.key, algorithms=self.algorithms)
            claims.validate(decoded.claims)
        except BROKEN:
            raise Unauthenticated from None
        return SignedIn(
            _subject(decoded.claims["sub"]), _moment(decoded.claims.get("iat" if self.own else "auth_time"))
        )


BROKEN = (JoseError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""Errors of reading a token: its signer may put anything into it, also a date without end."""


def _moment(claimed: object) -> datetime | None:
    """Return a moment in seconds since 1970; None for any other claim."""
    if isinstance(claimed, bool) or not isinstance(claimed, int | float):
        return None
    try:
        return datetime.fromtimestamp(claimed, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _subject(claimed: object) -> str:
    """The subject, if it can be the name of an account: a text of printable characters."""
    if not isinstance(claimed, str) or not claimed.isprintable() or not 0 < len(claimed) <= LONGEST_SUBJECT:
        raise Unauthenticated
    return claimed


def _secret(path: Path) -> OctKey:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return OctKey.import_key(path.read_text("utf-8"))


def verifier(settings: Settings) -> Verifier:
    """The verifier for these settings: of the configured issuer, otherwise of the service's own, otherwise of the demo.

    Raises:
        BadInput: An issuer is configured without keys.
    """
    if settings.issuer is not None:
        if settings.jwks is None or not settings.jwks.is_file():
            raise BadInput("TONGXIN_JWKS", "settings.no_jwks")
        try:
            keys = KeySet.import_key_set(json.loads(settings.jwks.read_text("utf-8")))
        except (OSError, *BROKEN):
            raise BadInput("TONGXIN_JWKS", "settings.no_jwks") from None
        return Verifier(keys, ALGORITHMS, settings.issuer, settings.audience)
    if settings.production:
        return Verifier(_secret(settings.key_folder / "sign-in.key"), [OWN_ALGORITHM], OWN_ISSUER, settings.audience)
    return Verifier(_secret(settings.home / "demo-token.key"), [OWN_ALGORITHM], DEMO_ISSUER, settings.audience)


def issue(settings: Settings, subject: str, hours: float = DEMO_HOURS) -> str:
    """A demo token for a subject.

    Raises:
        BadInput: An external issuer is configured, or this is production.
    """
    if settings.issuer is not None or settings.production:
        raise BadInput("token", "settings.demo_issuer_off")
    return verifier(settings).issued(subject, int(hours * 3600))
