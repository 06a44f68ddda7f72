"""Pictures come out upright, without a word about where and by whom they were taken, in two sizes."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile
from PIL.PngImagePlugin import PngInfo

from sitegen import images
from sitegen.images import BadImage, prepare

SECRETS = (
    b"SecretMake", b"SecretGPS", b"SecretXMP", b"SecretComment", b"SecretText",
    b"Exif", b"xmp", b"ICC_PROFILE", b"iCCP", b"eXIf", b"tEXt", b"iTXt", b"zTXt",
)  # fmt: skip
HARMLESS = {
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "loop", "background", "timestamp", "duration",
}  # fmt: skip


def gradient(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A smooth picture: red grows to the right, green downwards."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, Image.new("L", (width, height), 60))).convert(mode)


def noise(width: int, height: int) -> Image.Image:
    """A picture that no encoder makes small."""
    return Image.frombytes("RGB", (width, height), Random(1).randbytes(width * height * 3))


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x010F] = "SecretMake"
    made[0x0112] = orientation
    made.get_ifd(0x8825)[29] = "SecretGPS"
    return made


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretXMP</x:xmpmeta>"


def with_everything(form: str) -> bytes:
    text = PngInfo()
    text.add_text("Comment", "SecretText")
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, dict[str, object]] = {
        "JPEG": {"exif": exif(), "comment": b"SecretComment", "xmp": XMP, "icc_profile": profile},
        "PNG": {"exif": exif(), "pnginfo": text, "icc_profile": profile},
        "WEBP": {"exif": exif().tobytes(), "xmp": XMP, "icc_profile": profile},
        "GIF": {"comment": b"SecretComment"},
    }
    return saved(noise(300, 200), form, **options[form])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_no_metadata_is_left_in_either_size(form: str) -> None:
    data = with_everything(form)
    assert any(secret in data for secret in SECRETS), "the test picture must have something to lose"
    made = prepare(data)
    assert made.webp is not None
    for out in (made.original, made.webp):
        assert [secret for secret in SECRETS if secret in out] == []
        assert not opened(out).getexif()
        assert set(opened(out).info) <= HARMLESS


@pytest.mark.parametrize(("form", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("GIF", ".png")])
def test_the_suffix_fits_the_content(form: str, suffix: str) -> None:
    made = prepare(saved(gradient(60, 40), form))
    assert made.suffix == suffix
    assert opened(made.original).format == {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}[suffix]
    assert (made.width, made.height) == opened(made.original).size == (60, 40)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_of_the_camera_is_applied(orientation: int) -> None:
    upright = gradient(90, 60)
    turn = Image.Transpose
    # how a camera held so stores the picture: the opposite of what a viewer does
    stored = {2: turn.FLIP_LEFT_RIGHT, 3: turn.ROTATE_180, 4: turn.FLIP_TOP_BOTTOM, 5: turn.TRANSPOSE}
    stored |= {6: turn.ROTATE_90, 7: turn.TRANSVERSE, 8: turn.ROTATE_270}
    turned = upright if orientation == 1 else upright.transpose(stored[orientation])
    made = prepare(saved(turned, "PNG", exif=exif(orientation)))
    assert (made.width, made.height) == (90, 60)
    assert opened(made.original).tobytes() == upright.tobytes()


def test_the_orientation_survives_a_change_of_colour_space() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = prepare(saved(gradient(90, 60), "JPEG", exif=exif(6), icc_profile=profile))
    assert (made.width, made.height) == (60, 90)


def test_wide_pictures_are_scaled_and_high_ones_measured_by_their_width() -> None:
    made = prepare(saved(gradient(3000, 1500), "JPEG"))
    assert (made.width, made.height, made.webp_width, made.webp_height) == (2000, 1000, 800, 400)
    assert made.webp is not None
    assert opened(made.webp).size == (800, 400)
    high = prepare(saved(gradient(1500, 3000), "JPEG"))
    assert (high.width, high.height, high.webp_width, high.webp_height) == (1500, 3000, 800, 1600)


@pytest.mark.slow
def test_a_large_photograph_lying_on_its_side_keeps_its_proportions() -> None:
    made = prepare(saved(gradient(6000, 4500), "JPEG", exif=exif(6)))
    assert (made.width, made.height) == (2000, 2667)


def test_small_pictures_are_not_enlarged() -> None:
    made = prepare(saved(gradient(500, 300), "JPEG", quality=100))
    assert (made.width, made.height, made.webp_width, made.webp_height) == (500, 300, 500, 300)


def test_a_smaller_copy_that_is_not_smaller_is_left_out() -> None:
    made = prepare(saved(Image.new("L", (2, 2)), "PNG"))
    assert (made.webp is None and (made.webp_width, made.webp_height) == (0, 0)) or len(made.webp or b"") < len(made.original)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_equal_pictures_give_equal_bytes(form: str) -> None:
    data = with_everything(form)
    assert prepare(data) == prepare(data)


def test_transparency_stays() -> None:
    image = gradient(60, 40, "RGBA")
    image.putalpha(Image.linear_gradient("L").resize((60, 40)))
    made = opened(prepare(saved(image, "PNG")).original)
    assert made.mode == "RGBA"
    assert made.getchannel("A").getextrema() == image.getchannel("A").getextrema()


def test_a_transparent_palette_stays_transparent() -> None:
    image = Image.new("P", (20, 20))
    image.putpalette([255, 0, 0, 0, 0, 255])
    made = opened(prepare(saved(image, "PNG", transparency=0)).original)
    assert made.convert("RGBA").getpixel((0, 0)) == (255, 0, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_accepted(mode: str) -> None:
    assert prepare(saved(Image.new(mode, (30, 20)), "PNG")).width == 30


def test_sixteen_bits_of_grey_are_scaled_not_clipped() -> None:
    made = opened(prepare(saved(Image.new("I;16", (4, 4), 40_000), "PNG")).original)
    assert made.getpixel((0, 0)) == 40_000 // 256


def test_colours_for_print_become_colours_for_a_screen() -> None:
    assert opened(prepare(saved(gradient(30, 20).convert("CMYK"), "JPEG")).original).mode == "RGB"


def test_a_broken_colour_profile_is_ignored() -> None:
    assert prepare(saved(gradient(30, 20), "JPEG", icc_profile=b"not a profile" * 20)).width == 30


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_stays(form: str) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    made = prepare(saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100))
    assert getattr(opened(made.original), "n_frames", 1) == 1
    red, _, blue = opened(made.original).convert("RGB").tobytes()[:3]
    assert red > 200 > blue


BAD = {
    "nothing": b"",
    "text": "不是图片".encode(),
    "html": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a form that is not published": saved(gradient(20, 20), "BMP"),
    "a TIFF": saved(gradient(20, 20), "TIFF"),
    "only the first bytes": saved(gradient(200, 200), "JPEG")[:20],
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadImage):
        prepare(data)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_cut_off_in_the_middle_is_refused(form: str) -> None:
    data = saved(gradient(400, 300), form)
    with pytest.raises(BadImage):
        prepare(data[: len(data) // 2])


def test_a_picture_cut_off_is_refused_also_after_a_library_has_switched_that_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data = saved(gradient(400, 300), "PNG")
    with pytest.raises(BadImage):
        prepare(data[: len(data) // 2])


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (8000, 7000)])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(width: int, height: int) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    with pytest.raises(BadImage, match="megapixels"):
        prepare(bomb)


def test_a_file_of_too_many_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 100)
    with pytest.raises(BadImage, match="MB"):
        prepare(saved(gradient(60, 40), "JPEG"))


_DAMAGES = st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=4)), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), _DAMAGES)
def test_damaged_bytes_give_a_picture_or_a_refusal(form: str, damages: list[tuple[int, bytes]]) -> None:
    data = bytearray(with_small_exif(form))
    for at, damage in damages:
        place = at % len(data)
        data[place : place + len(damage)] = damage
    try:
        assert prepare(bytes(data)).width > 0
    except BadImage as error:
        assert str(error)


def with_small_exif(form: str) -> bytes:
    return saved(gradient(24, 16), form, **({"exif": exif(6)} if form != "GIF" else {}))
