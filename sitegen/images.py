"""Pictures for the web: upright, without metadata, in two sizes. Pure: bytes in, bytes out; equal input, equal output.

Photographs from telephones carry the place where they were taken and the name of the owner's device; nothing of that may
be published, so every picture is decoded and written anew from its pixels alone.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageOps
from PIL.Image import open as decode  # bytes in memory: no file is opened here

MAX_WIDTH = 2000  # pixels of the picture itself
READING_WIDTH = 800  # pixels of the copy for reading
MAX_PIXELS = 50_000_000
MAX_BYTES = 60_000_000
MAX_PROFILE = 1_000_000  # bytes of a colour profile; larger ones are ignored
MAX_WEBP_SIDE = 16_383  # pixels: the format can do no more

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_SUFFIXES = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".png"}
_ORIENTATION = 0x0112


class BadImage(ValueError):
    """Not a picture that can be published; the text is a short reason in English."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be written. Sizes are in pixels.

    ``original`` is at most 2000 wide; ``suffix`` (".jpg", ".png" or ".webp") is the suffix of its form. ``webp`` is the
    copy for reading, at most 800 wide; None (sizes 0) where it would not be smaller than the original.
    """

    width: int
    height: int
    original: bytes
    suffix: str
    webp: bytes | None
    webp_width: int
    webp_height: int


def prepare(data: bytes) -> Picture:
    """The picture in ``data`` (JPEG, PNG, WebP or GIF by its content) made fit for publication.

    The orientation of the camera is applied, colours become sRGB, all metadata goes. Of an animation the first frame
    stays, as a PNG: a page that moves for more than five seconds must be stoppable, and ours have no means for that.
    Raises BadImage for anything else, for more than 50 megapixels, and for damaged files.
    """
    if len(data) > MAX_BYTES:
        raise BadImage(f"larger than {MAX_BYTES // 1_000_000} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _prepare(data)
    except BadImage:
        raise
    except Image.DecompressionBombError as error:
        raise BadImage(_too_large()) from error
    except Exception as error:  # decoders fail in many ways on hostile bytes
        raise BadImage("damaged or not a JPEG, PNG, WebP or GIF") from error


def _prepare(data: bytes) -> Picture:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the library that makes PDFs switches it on for the whole process
    with decode(BytesIO(data), formats=_FORMATS) as opened:
        form = opened.format or ""
        if opened.width * opened.height > MAX_PIXELS:
            raise BadImage(_too_large())
        clean = _scaled(_pixels(opened), MAX_WIDTH)
    original = _encoded(clean, "PNG" if form == "GIF" else form)
    small = _scaled(clean, READING_WIDTH)
    webp = _encoded(small, "WEBP", quality=80) if max(small.size) <= MAX_WEBP_SIDE else None
    if webp is None or len(webp) >= len(original):
        return Picture(*clean.size, original, _SUFFIXES[form], None, 0, 0)
    return Picture(*clean.size, original, _SUFFIXES[form], webp, *small.size)


def _too_large() -> str:
    return f"more than {MAX_PIXELS // 1_000_000} megapixels"


def _pixels(opened: Image.Image) -> Image.Image:
    """The first frame, upright, as 8-bit sRGB, in a new image that knows nothing of the old one."""
    profile = opened.info.get("icc_profile")
    turned = opened.getexif().get(_ORIENTATION, 1)
    _reduce(opened, turned in (5, 6, 7, 8))
    opened.load()
    image = _eight_bits(ImageOps.exif_transpose(opened))  # at once: conversions of colour forget the orientation
    if isinstance(profile, bytes) and 0 < len(profile) <= MAX_PROFILE:
        image = _in_srgb(image, profile)
    image = image.convert(_target_mode(image))
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    return fresh


def _reduce(opened: Image.Image, on_its_side: bool) -> None:
    """Let the JPEG decoder skip detail that the final width cannot show: several times faster for camera photographs."""
    shown = opened.height if on_its_side else opened.width
    if opened.format in ("JPEG", "MPO") and shown > 2 * MAX_WIDTH:
        factor = shown / (2 * MAX_WIDTH)
        opened.draft(None, (round(opened.width / factor), round(opened.height / factor)))


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey: convert() alone would clip them
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if _has_alpha(image) else "RGB")
    return image


def _has_alpha(image: Image.Image) -> bool:
    return "transparency" in image.info or image.mode in ("RGBA", "LA", "PA", "RGBa", "La")


def _target_mode(image: Image.Image) -> str:
    if _has_alpha(image):
        return "RGBA"
    return "L" if image.mode in ("1", "L") else "RGB"


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours by the picture's own profile; a profile that is broken or does not fit the mode counts as none."""
    try:
        output = "RGB" if image.mode == "CMYK" else image.mode
        if output not in ("RGB", "RGBA"):
            return image
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=output)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _scaled(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, form: str, quality: int = 88) -> bytes:
    """The bytes of a picture from ``_pixels``: it has no info that an encoder could write along."""
    out = BytesIO()
    if form == "PNG":
        image.save(out, "PNG", optimize=True)
    elif form == "WEBP":
        image.save(out, "WEBP", quality=quality, method=4)
    else:
        image.convert("L" if image.mode == "L" else "RGB").save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
