"""Settings from the environment (配置)."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.errors import BadInput


class Settings(BaseSettings):
    """What the service is told; every name is an environment variable."""

    # Only the names given below: by their own names, `home` and `env` would take the shell's HOME and ENV.
    model_config = SettingsConfigDict(populate_by_name=False)

    neo4j_uri: str | None = Field(default=None, alias="NEO4J_URI")
    """Set: that server is used and none is started."""
    neo4j_user: str = Field(default="neo4j", alias="NEO4J_USER")
    neo4j_password: SecretStr | None = Field(default=None, alias="NEO4J_PASSWORD")
    neo4j_password_file: Path | None = Field(default=None, alias="NEO4J_PASSWORD_FILE")
    neo4j_database: str = Field(default="neo4j", alias="NEO4J_DATABASE")
    home: Path = Field(default=Path(".tongxin"), alias="TONGXIN_HOME")
    """Where the managed Neo4j and the demo key live."""
    env: str = Field(default="development", alias="TONGXIN_ENV")
    """`production` refuses synthetic data and the in-process issuer."""
    keys: Path | None = Field(default=None, alias="TONGXIN_KEYS")
    """The folder of the master key and the keys of sealed records; by default in the home, never in the database."""
    issuer: str | None = Field(default=None, alias="TONGXIN_ISSUER")
    """An OIDC issuer; with it the in-process issuer is off."""
    audience: str = Field(default="tongxin", alias="TONGXIN_AUDIENCE")
    jwks: Path | None = Field(default=None, alias="TONGXIN_JWKS")
    """The issuer's public keys, a JWKS file."""
    host: str = Field(default="127.0.0.1", alias="HOST")
    port: int = Field(default=8000, alias="PORT", ge=1, le=65535)

    @property
    def production(self) -> bool:
        """Whether demo conveniences are refused."""
        return self.env == "production"

    @property
    def key_folder(self) -> Path:
        """Where the keys are."""
        return self.keys or self.home / "keys"

    def password(self) -> str:
        """The password of the given server.

        Raises:
            BadInput: neither a password nor a readable file of one.
        """
        if self.neo4j_password_file is not None:
            try:
                return self.neo4j_password_file.read_text("utf-8").strip()
            except OSError:
                raise BadInput("NEO4J_PASSWORD_FILE", "file.unreadable") from None
        if self.neo4j_password is None:
            raise BadInput("NEO4J_PASSWORD", "settings.no_password")
        return self.neo4j_password.get_secret_value()
