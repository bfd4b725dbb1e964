"""The least a page needs: so that components can be built and tested without a desk or a record."""

SECRET_KEY = "only for tests of the components"
DEBUG = False
INSTALLED_APPS = ["django.contrib.staticfiles", "django_htmx", "avow.ui"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}]
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ru", "Русский"), ("ar", "العربية")]
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
ROOT_URLCONF = "tests.ui.urls"
