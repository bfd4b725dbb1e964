"""Settings of the desk: database, sessions, secrets. The public site has its own host and settings, in ``config.site``."""

from __future__ import annotations

from pathlib import Path

from avow.config import environment
from avow.demo.home import MARK
from avow.ui.assets import digest_of

PACKAGE = Path(__file__).resolve().parent.parent

AVOW_HOME = environment.home()
RECORD_ROOT = AVOW_HOME / "record"
MEDIA_ROOT = AVOW_HOME / "media"
DESK_URL = environment.text("DESK_URL").rstrip("/")
PUBLIC_URL = environment.text("PUBLIC_URL").rstrip("/")

DEMONSTRATION = (AVOW_HOME / MARK).is_file()

DEBUG = environment.boolean("DEBUG")
SECRET_KEY = environment.secret_key(AVOW_HOME)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", environment.hosts(DESK_URL))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "avow.ui",
    "avow.kernel",
    "avow.accounts",  # before allauth: a template of ours comes first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "avow.framework",
    "avow.outbox",
    "avow.organisations",
    "avow.commitments",
    "avow.web",
    "avow.public",  # its templates and styles, for previews; its addresses are the other host's
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "avow.ui.assets.Assets",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "avow.accounts.requiring.Present",
    "avow.organisations.people.acting.ActorMiddleware",
    "avow.accounts.requiring.SignInRequired",
    "avow.accounts.requiring.SecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "avow.ui.refusing.Refusals",
]
ROOT_URLCONF = "avow.config.urls"
WSGI_APPLICATION = "avow.config.wsgi.application"
APPEND_SLASH = True
CSRF_FAILURE_VIEW = "avow.web.views.errors.forged"

DATABASES = {"default": environment.database(environment.text("DATABASE_URL"), AVOW_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits are counted here: in the database, because every server process must see the same counts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_counts",
        "KEY_FUNCTION": "avow.accounts.counts.opaque_key",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["avow.accounts.backends.OpenAccounts"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk-home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_ENGINE = "avow.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 86400
SHORT_SESSION_AGE = 12 * 3600  # of those whose roles need a second factor
ACCOUNT_ADAPTER = "avow.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "avow.accounts.forms.AddressForm",
    "confirm_login_code": "avow.accounts.forms.CodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # the address is the person's
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # a code that arrived has shown it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
MFA_ADAPTER = "avow.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_REAUTHENTICATION_REQUIRED = False  # asked by accounts.confirming, which also knows codes by mail
MFA_TOTP_ISSUER = environment.text("AVOW_NAME", "Avow")
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "avow.accounts.provider.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form could not lead to another host under our policy
OPENID_PROVIDERS = environment.openid_providers(AVOW_HOME / "openid.toml")
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OPENID_PROVIDERS}}
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,5/15m/key", "login": "60/m/ip", "join": "20/h/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("AVOW_TRUSTED_PROXIES", 0)

MAIL = environment.mail()
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.tls, MAIL.starttls
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = MAIL.folder or AVOW_HOME / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL.sender

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ru", "Русский"), ("ar", "العربية")]
LOCALE_PATHS = [PACKAGE / "ui" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "avow.web.framing.desk",
            ]
        },
    }
]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
STATIC_URL = f"/static/{digest_of(*(PACKAGE / room / 'static' for room in ('ui', 'accounts', 'public')))}/"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
MESSAGE_TAGS = {20: "", 25: "good", 30: "told", 40: "bad"}  # the look of a notice, by level of the message
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_NAME = "avow_session"
CSRF_COOKIE_NAME = "avow_csrf"
LANGUAGE_COOKIE_NAME = "avow_language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DESK_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [DESK_URL] if DESK_URL else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
