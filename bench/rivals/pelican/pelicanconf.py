"""Pelican with its cache on and everything off that the others do not make either."""

import json

SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG = "测量用网站", "", "Asia/Shanghai", "zh"
PATH, OUTPUT_PATH, THEME = "content", "output", "theme"
ARTICLE_PATHS = ["models", "units", "notices"]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
USE_FOLDER_AS_CATEGORY = True
FILENAME_METADATA = "(?P<slug>.*)"
ARTICLE_URL = ARTICLE_SAVE_AS = "{category}/{slug}.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "{slug}.html"
TAG_URL = TAG_SAVE_AS = "tag/{slug}.html"
SLUGIFY_USE_UNICODE = True
AUTHOR_SAVE_AS = DRAFT_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = 60
PAGINATED_TEMPLATES = {"tag": None, "category": None}
FEED_DOMAIN = "https://example.org"
FEED_ALL_ATOM, FEED_MAX_ITEMS = "feed.xml", 40
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
THEME_STATIC_DIR = "."
MARKDOWN = {
    "extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.meta": {}},
    "output_format": "html5",
}
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
JINJA_FILTERS = {"fromjson": json.loads}  # the cache must be able to pickle the settings
