"""Everything an installation decides; the environment is read here and nowhere else."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from config.database import DATABASE, PORT, ROLE, EmbeddedServer
from config.secret_key import secret_key


def flag(name: str, *, default: bool = False) -> bool:
    told = os.environ.get(name, "")
    return told in {"1", "true", "yes", "on"} if told else default


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


BASE_DIR = Path(__file__).resolve().parent.parent
HEJIE_HOME = Path(os.environ.get("HEJIE_HOME") or BASE_DIR / "var").resolve()
TESTING = flag("HEJIE_TESTING")
DEBUG = flag("HEJIE_DEBUG")
HTTPS = flag("HEJIE_HTTPS")
DEMO = flag("HEJIE_DEMO")  # one-time codes may be read on the outbox page

SECRET_KEY = secret_key(os.environ.get("HEJIE_SECRET_KEY"), HEJIE_HOME / "secret")
ALLOWED_HOSTS = words("HEJIE_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("HEJIE_ORIGINS")

# Rooms: every folder with a room.py, or the shorter list an operator names.
EXAMPLE_ROOM = TESTING or flag("HEJIE_EXAMPLE_ROOM")
ROOMS = words("HEJIE_ROOMS") or [
    room.parent.name
    for room in sorted((BASE_DIR / "hejie" / "rooms").glob("*/room.py"))
    if EXAMPLE_ROOM or not room.parent.name.startswith("_")
]
PARTS = [
    name
    for name in (
        "kernel",
        "live",
        "ui",
        "figures",
        "desk",
        "portal",
        "api",
        "enquiries",
        "imports",
        "video",
    )
    if (BASE_DIR / "hejie" / name / "__init__.py").exists()
]
# Ours first: their templates and words win over those of the libraries.
INSTALLED_APPS = [
    *(f"hejie.{name}" for name in PARTS),
    *(f"hejie.rooms.{name}" for name in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hejie.ui.second_lock.second_lock",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hejie.ui.second_factor.second_factor",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
THREADS = int(os.environ.get("HEJIE_THREADS", "6"))  # of each web process, for pages
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Templates lie beside their code; a template's name is its path under hejie/.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "hejie"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# What a web request sees of matters, the database decides once more.
SECOND_LOCK = not flag("HEJIE_WITHOUT_SECOND_LOCK")

# The database: the server named by DATABASE_URL, or else the embedded one. If the way between is
# cut, both ends notice within seconds: nobody waits, and no lock of the other is held for long.
NOTICED = {
    "connect_timeout": "3",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "3",
    "keepalives_interval": "1",
    "keepalives_count": "2",
}
NOTICED_THERE = {
    "tcp_user_timeout": "5000",
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "2",
}
# What is asked again and again is planned once: a fifth of an act's time was planning.
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}


def named_by(address: str, *, noticed: Mapping[str, str] = NOTICED, **begun: str) -> dict[str, Any]:
    """The server of an address, and what holds there from the first, which poolers may refuse."""
    server: dict[str, Any] = {**noticed, **conninfo_to_dict(address)}
    if SECOND_LOCK:
        server |= PREPARED
        told = [f"-c {name}={value}" for name, value in (NOTICED_THERE | begun).items()]
        server["options"] = f"{server.get('options', '')} {' '.join(told)}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": server.pop("host", ""),
        "PORT": server.pop("port", ""),
        "USER": server.pop("user", ""),
        "PASSWORD": server.pop("password", ""),
        "NAME": server.pop("dbname", DATABASE),
        "OPTIONS": server,
    }


EMBEDDED_DATABASE: EmbeddedServer | None = None
ARCHIVE: Path | None = None
if address := os.environ.get("DATABASE_URL"):
    connection = named_by(address)
else:
    ARCHIVE = Path(told) if (told := os.environ.get("HEJIE_ARCHIVE")) else None
    EMBEDDED_DATABASE = EmbeddedServer(
        HEJIE_HOME / "postgres", durable=not TESTING, archive=ARCHIVE
    )
    connection = {
        "ENGINE": "config.postgres",
        "HOST": str(EMBEDDED_DATABASE.socket_folder),
        "PORT": PORT,
        "USER": ROLE,
        "NAME": DATABASE,
        "OPTIONS": PREPARED,
    }
# Each of the web server's threads keeps its connection, tried before a request uses it.
KEPT: dict[str, Any] = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": {**connection, **KEPT}}


def repeating(address: str) -> dict[str, Any]:
    """A replica: whoever connects is the role of web requests from the first, has nothing in
    sight yet, and asks nothing that takes long. One that is gone is noticed soon: there is
    another to ask."""
    noticed = NOTICED | {"connect_timeout": "2", "tcp_user_timeout": "2000", "keepalives_idle": "1"}
    begun = {"default_transaction_read_only": "on", "statement_timeout": "10s"}
    return named_by(address, noticed=noticed, **begun, role="hejie_web") | KEPT


# A replica, for pages that may be a little old (`hejie/ui/staleness.py`).
if address := os.environ.get("HEJIE_REPLICA_URL"):
    DATABASES["replica"] = repeating(address)
    DATABASE_ROUTERS = ["hejie.kernel.replica.Router"]
    MIDDLEWARE.append("hejie.ui.staleness.remember_acts")

# What web processes count together: sign-ins, codes and factors that were tried.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Files: documents in a folder, or in the S3 bucket of s3://bucket?endpoint=https://host.
DOCUMENTS = urlsplit(os.environ.get("HEJIE_DOCUMENTS", ""))
if DOCUMENTS.scheme == "s3":
    documents = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": DOCUMENTS.netloc,
            "endpoint_url": parse_qs(DOCUMENTS.query).get("endpoint", [None])[0],
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
else:
    documents = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DOCUMENTS.path or HEJIE_HOME / "documents",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
PLAIN_STATIC = DEBUG or TESTING
hashed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": documents,
    "documents": documents,
    "staticfiles": {  # whoever collects them, the user of the web server reads them
        "BACKEND": plain if PLAIN_STATIC else hashed,
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = PLAIN_STATIC
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [("vendor", BASE_DIR / "build" / "vendor")]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Papers: a district's own templates come before ours; the address that receipts point to.
PAPER_FOLDERS = [Path(folder) for folder in words("HEJIE_PAPER_FOLDERS")]
PUBLIC_ADDRESS = os.environ.get("HEJIE_PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")

# Full texts of laws, which the project does not hold: a demonstration and the tests take the
# first of these folders that is there.
STATUTE_FOLDERS = [Path(folder) for folder in words("HEJIE_STATUTES")] or [
    BASE_DIR / "var" / "statutes",
    BASE_DIR.parent / "shared" / "data" / "statutes",
]

# Seals: the folder of keys and trusted certificates, what opens the keys, and the server whose
# time-stamps let signatures be checked for long (RFC 3161); without one they end with their keys.
SEALS = Path(os.environ.get("HEJIE_SEALS") or HEJIE_HOME / "seals")
SEAL_PASSPHRASE = os.environ.get("HEJIE_SEAL_PASSPHRASE", "")
TIME_STAMP_SERVER = os.environ.get("HEJIE_TIME_STAMP_SERVER", "")

# Words and time.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Staff sign in with a password and, where it is required, a second factor; residents need no
# account. Behind a proxy its address is not the visitor's: say how many there are.
REQUIRE_SECOND_FACTOR = flag("HEJIE_REQUIRE_SECOND_FACTOR", default=not (DEMO or TESTING))
PROXIES = int(os.environ.get("HEJIE_PROXIES") or (1 if HTTPS else 0))
AUTH_USER_MODEL = "kernel.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else []) + [
    "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "config.accounts.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = 12 * 3600  # seconds without a visit: a desk is another's tomorrow
ACCOUNT_RATE_LIMITS = {"login": None}  # `config.accounts` slows sign-ins, by account and address
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_ADAPTER = "config.accounts.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up, so no address has to be proved first
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "config.accounts.UnifiedSignIn"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# A province's unified sign-in by OpenID Connect, where one is named.
OIDC_SERVER = os.environ.get("HEJIE_OIDC_SERVER", "").rstrip("/")
OIDC_NAME = os.environ.get("HEJIE_OIDC_NAME", "统一身份认证")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "unified",
                "name": OIDC_NAME,
                "client_id": os.environ.get("HEJIE_OIDC_CLIENT", ""),
                "secret": os.environ.get("HEJIE_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else [],
    }
}
OIDC_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER)) if OIDC_SERVER else ""

# The public log: the name it is known by, and the key that signs it.
LOG_ORIGIN = os.environ.get("HEJIE_LOG_ORIGIN", "hejie.localhost/log")
WITNESSES = [one for one in os.environ.get("HEJIE_WITNESSES", "").split() if one]
LOG_KEY = Path(os.environ.get("HEJIE_LOG_KEY") or HEJIE_HOME / "log-key")

# Whose packages (材料包) are taken: `organ=name+id+key`, as `hejie package key` prints it there.
TRUSTED_SENDERS = words("HEJIE_TRUSTED_SENDERS")

# Mail about an account; printed where no mail server is set up.
EMAIL_BACKEND = os.environ.get(
    "HEJIE_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)

# Where notices go, as Apprise addresses; with none they stay in the outbox.
NOTICE_CHANNELS = os.environ.get("HEJIE_NOTICE_CHANNELS", "").split()

# Keys to what is kept about people: given, or each ring in a file of its own folder.
KEY_FOLDER = Path(os.environ.get("HEJIE_KEY_FOLDER") or HEJIE_HOME / "keys")
KEYS_GIVEN = {
    "records": os.environ.get("HEJIE_RECORDS_KEYS", ""),
    "sealed": os.environ.get("HEJIE_SEALED_KEYS", ""),
    "accusations": os.environ.get("HEJIE_ACCUSATION_KEYS", ""),
}
CIPHER = os.environ.get("HEJIE_CIPHER", "aes-256-gcm")  # or sm4-gcm

# Video meetings: servers that help browsers reach each other; none is needed in one network.
STUN = words("HEJIE_STUN")
TURN = words("HEJIE_TURN")
JANUS = os.environ.get("HEJIE_JANUS", "").rstrip("/")
TURN_SECRET = os.environ.get("HEJIE_TURN_SECRET", "")

# What a browser may do with our pages.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = int(os.environ.get("HEJIE_HSTS") or 365 * 24 * 3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("HEJIE_HSTS_SUBDOMAINS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *([OIDC_ORIGIN] if OIDC_ORIGIN else [])],
        "frame-ancestors": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
