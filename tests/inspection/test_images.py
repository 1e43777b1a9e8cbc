"""What becomes of honest pictures: upright, complete, and in a format that every browser shows."""

import logging

import pytest
from PIL import Image

from tests.inspection import samples
from tests.inspection.boxes import Usage, inspected
from tests.inspection.hostile_pictures import loaded

pytestmark = pytest.mark.slow

#: The encoder needs minutes else.
FAST = {"preset": "ultrafast"}
RED, BLUE = (254, 0, 0), (0, 0, 254)


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("name", ["scan.jpg", "scan.jpeg", "photo.webp", "photo.heic"])
def test_photographs_become_jpeg(name: str) -> None:
    outcome = inspected(samples.HONEST[name](), name)
    assert (outcome.code, outcome.content_type, outcome.pages) == ("", "image/jpeg", 1)
    image = loaded(outcome.content)
    assert (image.format, image.size) == ("JPEG", (1200, 90))
    assert near(image.getpixel((50, 10)), RED)
    assert near(image.getpixel((1150, 80)), BLUE)


def test_a_screen_stays_png_without_loss() -> None:
    outcome = inspected(samples.png(), "a.png")
    assert outcome.content_type == "image/png"
    assert loaded(outcome.content).tobytes() == samples.picture().tobytes()


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_orientation_is_applied(turn: int, form: str) -> None:
    upright = samples.picture(1200, 400)
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # the transpositions of Pillow that turn it away
    turned = upright.transpose(Image.Transpose(undo[turn])) if turn > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = turn
    outcome = inspected(
        samples.encoded(turned, form, exif=exif.tobytes()), f"a.{form.lower().replace('jpeg', 'jpg')}"
    )
    image = loaded(outcome.content)
    assert image.size == (1200, 400)
    assert near(image.getpixel((100, 50)), RED)
    assert near(image.getpixel((1150, 380)), BLUE)


def test_a_turned_heic_is_turned_once() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = samples.picture(1200, 400).transpose(Image.Transpose.ROTATE_90)
    outcome = inspected(samples.encoded(turned, "HEIF", exif=exif.tobytes()), "a.heic")
    image = loaded(outcome.content)
    assert image.size == (1200, 400)
    assert near(image.getpixel((1150, 380)), BLUE)


@pytest.mark.parametrize(
    ("mode", "form", "expected"),
    [
        ("CMYK", "JPEG", "RGB"),
        ("L", "JPEG", "L"),
        ("1", "PNG", "L"),
        ("L", "PNG", "L"),
        ("P", "PNG", "RGB"),
        ("LA", "PNG", "RGBA"),
        ("RGBA", "PNG", "RGBA"),
        ("RGBA", "WEBP", "RGB"),
    ],
)
def test_modes(mode: str, form: str, expected: str) -> None:
    content = samples.encoded(samples.picture(mode=mode), form)
    outcome = inspected(content, f"a.{form.lower().replace('jpeg', 'jpg')}")
    assert outcome.code == ""
    image = loaded(outcome.content)
    assert (image.mode, image.size) == (expected, (1200, 90))
    dark, light = (image.convert("L").getpixel(at) for at in ((600, 2), (600, 87)))
    assert dark < 60
    assert light > 190


def test_sixteen_bits_of_grey_keep_their_tone() -> None:
    content = samples.encoded(Image.new("I;16", (1200, 9), 40000), "PNG")
    assert loaded(inspected(content, "a.png").content).getpixel((5, 5)) == pytest.approx(156, abs=1)


def test_a_transparent_colour_of_a_palette_stays_transparent() -> None:
    content = samples.encoded(samples.picture(mode="P"), "PNG", transparency=0)
    assert loaded(inspected(content, "a.png").content).mode == "RGBA"


def test_a_large_png_becomes_jpeg_on_white() -> None:
    image = Image.new("RGBA", (4000, 2500), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 1000, 1000))
    outcome = inspected(samples.encoded(image, "PNG", compress_level=1), "a.png")
    assert outcome.content_type == "image/jpeg"
    made = loaded(outcome.content)
    assert near(made.getpixel((3000, 2000)), (255, 255, 255))
    assert near(made.getpixel((500, 500)), RED)


@pytest.mark.parametrize(("size", "code"), [((1000, 10), ""), ((10, 1000), ""), ((999, 999), "small")])
def test_the_long_side_counts(size: tuple[int, int], code: str) -> None:
    outcome = inspected(samples.encoded(samples.picture(*size), "JPEG"), "a.jpg")
    assert outcome.code == code
    assert outcome.data == ({"pixels": 999, "least": 1000} if code else None)


@pytest.mark.parametrize("least", [0, 300])
def test_a_material_may_ask_for_less(least: int) -> None:
    assert inspected(samples.encoded(samples.picture(300, 400), "JPEG"), "a.jpg", least=least).code == ""


@pytest.mark.parametrize(
    "form", ["JPEG", *(pytest.param(form, marks=pytest.mark.slow) for form in ("PNG", "HEIF"))]
)
def test_fifty_megapixels_in_five_seconds_and_600_mb(form: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    smooth = Image.Resampling.BILINEAR if form == "JPEG" else Image.Resampling.NEAREST
    fine = (
        Image.effect_noise((1020, 765), 60)
        .resize((8160, 6120), smooth)
        .convert("RGBA" if form == "PNG" else "RGB")
    )
    how = {
        "JPEG": {"quality": 40},
        "PNG": {"compress_level": 1},
        "HEIF": {"quality": 20, "enc_params": FAST},
    }[form]
    content = samples.encoded(fine, form, exif=exif.tobytes(), **how)
    assert len(content) < 10 * 1024 * 1024
    usage, log = Usage(), logging.getLogger("portal.inspection.sandbox")
    level = log.level
    log.addHandler(usage)
    log.setLevel(logging.DEBUG)
    try:
        outcome = inspected(content, f"a.{ {'JPEG': 'jpg', 'PNG': 'png', 'HEIF': 'heic'}[form] }")
    finally:
        log.removeHandler(usage)
        log.setLevel(level)
    assert outcome.code == ""
    assert loaded(outcome.content).size == ((6120, 8160))
    assert usage.cpu[0] < 5
    assert usage.mebibytes[0] < 600
