"""Settings from the environment (配置)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from knowledge.errors import BadInput

Environment = Literal["development", "production"]
PREFIX = "TONGXIN_"
MOST_WORKERS = 64
BESIDES = frozenset(
    PREFIX + name for name in ("LANG", "CACHE", "MAVEN_MIRROR", "TOKEN", "URL", "EXAMPLES", "LOAD", "SCREENSHOTS")
)
"""Variables that are no settings of the service: of the shell, the managed server, clients, the suite."""


class Settings(BaseModel):
    """Settings of the service; each has its own environment variable."""

    # Only aliases are read: by their own names, `home` and `env` would take the shell's HOME and ENV.
    model_config = ConfigDict(populate_by_name=False, allow_inf_nan=False, extra="forbid")

    neo4j_uri: str | None = Field(default=None, alias="NEO4J_URI")
    """Address of an existing server; if set, no server is started."""
    neo4j_user: str = Field(default="neo4j", alias="NEO4J_USER")
    neo4j_password: SecretStr | None = Field(default=None, alias="NEO4J_PASSWORD")
    neo4j_password_file: Path | None = Field(default=None, alias="NEO4J_PASSWORD_FILE")
    neo4j_database: str = Field(default="neo4j", alias="NEO4J_DATABASE")
    home: Path = Field(default=Path(".tongxin"), alias="TONGXIN_HOME")
    """Folder of the managed Neo4j and the demo key."""
    district: str | None = Field(default=None, alias="TONGXIN_DISTRICT")
    """Code of the district that the demo serves; by default the one whose offices and schools ship."""
    env: Environment = Field(default="development", alias="TONGXIN_ENV")
    """`production` refuses synthetic data and the demo's issuer; what is neither is refused, not taken for one."""
    keys: Path | None = Field(default=None, alias="TONGXIN_KEYS")
    """Folder of the master key and the keys of sealed records; by default inside `home`, never in the database."""
    backup_key: Path | None = Field(default=None, alias="TONGXIN_BACKUP_KEY")
    """The file with the key that encrypts backups; it lies apart from all that is backed up."""
    audit: Path | None = Field(default=None, alias="TONGXIN_AUDIT")
    """Folder of the audit files; by default inside `home`. Its key is in the folder of the keys."""
    issuer: str | None = Field(default=None, alias="TONGXIN_ISSUER")
    """An OIDC issuer; if set, the in-process issuer is off."""
    audience: str = Field(default="tongxin", alias="TONGXIN_AUDIENCE")
    jwks: Path | None = Field(default=None, alias="TONGXIN_JWKS")
    """The issuer's public keys, a JWKS file."""
    database_seconds: float = Field(default=1.5, alias="TONGXIN_DATABASE_SECONDS", gt=0)
    """Longest time of a short read before the database counts as silent, in seconds."""
    query_seconds: float = Field(default=10, alias="TONGXIN_QUERY_SECONDS", gt=0)
    """Longest time of a query, in seconds."""
    disk_free: float = Field(default=0.1, alias="TONGXIN_DISK_FREE", ge=0, le=1)
    """The share of the disk that must be free for a change (configured value)."""
    token: SecretStr | None = Field(default=None, alias="TONGXIN_TOKEN")
    """A token for the commands that do casework from the shell."""
    rest_minutes: float = Field(default=30, alias="TONGXIN_REST_MINUTES", gt=0)
    """Minutes without anything done after which a session of the pages ends (configured value)."""
    hosts: str | None = Field(default=None, alias="TONGXIN_HOSTS")
    """The names by which browsers reach the pages, with commas between; addresses of numbers need none."""
    workers: int = Field(default=1, alias="TONGXIN_WORKERS", ge=1, le=MOST_WORKERS)
    """Processes that serve (configured value)."""
    host: str = Field(default="127.0.0.1", alias="HOST")
    port: int = Field(default=8000, alias="PORT", ge=1, le=65535)

    @field_validator("*", mode="before")
    @classmethod
    def _not_blank(cls, value: object) -> object:
        """Refuse a value of nothing: an empty path is the working folder, an empty issuer no issuer."""
        if isinstance(value, str) and not value.strip():
            raise PydanticCustomError("blank", "blank")
        return value

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The settings of an environment, whose further variables are those of other programs.

        Raises:
            ValidationError: A variable has an invalid value.
        """
        names = (field.alias for field in cls.model_fields.values())
        return cls.model_validate({name: environment[name] for name in names if name and name in environment})

    @property
    def production(self) -> bool:
        """True if demo data and the in-process issuer are refused."""
        return self.env == "production"

    @property
    def names(self) -> frozenset[str] | None:
        """Return the host names of the service; None: any, where a proxy before it checks them."""
        if self.hosts is None:
            return None if self.production else frozenset({"localhost"})
        return frozenset(name.strip().lower() for name in self.hosts.split(","))

    @property
    def key_folder(self) -> Path:
        """The folder of the keys."""
        return self.keys or self.home / "keys"

    @property
    def audit_folder(self) -> Path:
        """The folder of the audit files."""
        return self.audit or self.home / "audit"

    @property
    def written(self) -> tuple[Path, ...]:
        """The folders in which a change writes."""
        return self.home, self.audit_folder, self.key_folder

    def password(self) -> str:
        """The password of the configured server.

        Raises:
            BadInput: There is neither a password nor a readable password file.
        """
        if self.neo4j_password_file is not None:
            try:
                return self.neo4j_password_file.read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError):
                raise BadInput("NEO4J_PASSWORD_FILE", "file.unreadable") from None
        if self.neo4j_password is None:
            raise BadInput("NEO4J_PASSWORD", "settings.no_password")
        return self.neo4j_password.get_secret_value()
