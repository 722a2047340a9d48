"""From the one colour a tenant names to the eight the pages wear, each with enough contrast.

Pure arithmetic on strings like "#1d4ed8". Lightness is changed in OKLab, where equal steps look equal and the hue
stays what it was (Björn Ottosson, "A perceptual color space for image processing", 2020). Contrast is that of
WCAG 2: 4.5 for text, 3 for what must be seen but not read.
"""

import hashlib
import math
import re
from dataclasses import dataclass

TEXT, SEEN = 4.5, 3.0

_WHITE, _BLACK = "#ffffff", "#0b0d12"

# The grounds that the brand stands on: --canvas, --surface, --sunken, --hover and --raised of tokens.css, as sRGB.
# Only the least favourable of each theme decide.
_LIGHT_GROUNDS = ("#ffffff", "#f1f3f7")
_DARK_GROUNDS = ("#0a0d12", "#0f1217", "#161a20", "#1d222a")
_LIGHT_INK, _DARK_INK = "#1a2230", "#eceef3"

_MOST_CHROMA = 0.2  # more would glow beside the quiet neutrals
_STEP = 0.005


@dataclass(frozen=True)
class Palette:
    """The colours of one brand. Pairs are for the light and the dark theme."""

    named: str  # what the tenant asked for
    solid: str  # a filled button
    on: str  # the words on it
    text_light: str  # links
    text_dark: str
    ui_light: str  # focus rings, the current tab
    ui_dark: str
    tint_light: str  # the chosen row
    tint_dark: str


def is_hex_colour(text: str) -> bool:
    """Say whether this is a colour such as "#1d4ed8"."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def palette(named: str) -> Palette:
    """Work out the colours of a brand from the one it names, keeping its hue and as much of the rest as is safe."""
    if not is_hex_colour(named):
        raise ValueError(f"Not a colour like #1d4ed8: {named!r}")
    named = named.lower()
    lightness, chroma, hue = _to_oklch(named)
    chroma = min(chroma, _MOST_CHROMA)
    solid, on = _button(named, lightness, chroma, hue)
    tint_light = _to_hex(0.965, min(chroma * 0.25, 0.03), hue)
    tint_dark = _to_hex(0.27, min(chroma * 0.45, 0.05), hue)
    darker, lighter = -_STEP, _STEP
    return Palette(
        named=named,
        solid=solid,
        on=on,
        text_light=_walk(min(lightness, 0.55), chroma, hue, darker, TEXT, (*_LIGHT_GROUNDS, tint_light)),
        text_dark=_walk(max(lightness, 0.7), min(chroma, 0.14), hue, lighter, TEXT, (*_DARK_GROUNDS, tint_dark)),
        ui_light=_walk(min(lightness, 0.62), chroma, hue, darker, SEEN, (*_LIGHT_GROUNDS, tint_light)),
        ui_dark=_walk(max(lightness, 0.55), chroma, hue, lighter, SEEN, (*_DARK_GROUNDS, tint_dark)),
        tint_light=tint_light,
        tint_dark=tint_dark,
    )


def pairs(colours: Palette) -> list[tuple[str, str, float]]:
    """Return every two colours of a palette that meet on a page, with the contrast they need."""
    return [
        (colours.on, colours.solid, TEXT),
        (colours.on, hover(colours), TEXT),
        (_LIGHT_INK, colours.tint_light, TEXT),
        (_DARK_INK, colours.tint_dark, TEXT),
        *((colours.text_light, ground, TEXT) for ground in (*_LIGHT_GROUNDS, colours.tint_light)),
        *((colours.text_dark, ground, TEXT) for ground in (*_DARK_GROUNDS, colours.tint_dark)),
        *((colours.ui_light, ground, SEEN) for ground in (*_LIGHT_GROUNDS, colours.tint_light)),
        *((colours.ui_dark, ground, SEEN) for ground in (*_DARK_GROUNDS, colours.tint_dark)),
    ]


def hover(colours: Palette) -> str:
    """Return the filled button under the pointer: a little further from the colour of its words, never nearer."""
    lightness, chroma, hue = _to_oklch(colours.solid)
    away = -0.04 if colours.on == _WHITE else 0.04
    return _to_hex(min(1, max(0, lightness + away)), chroma, hue)


def stylesheet(colours: Palette) -> str:
    """Write the stylesheet of a brand: custom properties and nothing else."""
    edges = (_edge(colours, _LIGHT_GROUNDS[0], colours.ui_light), _edge(colours, _DARK_GROUNDS[1], colours.ui_dark))
    values = {
        "solid": colours.solid,
        "on": colours.on,
        "hover": hover(colours),
        "edge": _pair(*edges),
        "text": _pair(colours.text_light, colours.text_dark),
        "ui": _pair(colours.ui_light, colours.ui_dark),
        "tint": _pair(colours.tint_light, colours.tint_dark),
    }
    return ":root{" + ";".join(f"--brand-{name}:{value}" for name, value in values.items()) + "}\n"


def fingerprint(colours: Palette) -> str:
    """Return a short name for the stylesheet's content, for an address that may be cached for ever."""
    return hashlib.sha256(stylesheet(colours).encode()).hexdigest()[:12]


def explain(colours: Palette) -> list[str]:
    """Say in plain sentences what was done to the colour, for the person who chose it."""
    name = _name(colours.named)
    words = "white" if colours.on == _WHITE else "black"
    sentences = [f"On buttons: {words} text."]
    if colours.solid != colours.named:
        change = "darkened" if words == "white" else "lightened"
        sentences.insert(0, f"We {change} your {name} to {colours.solid} so {words} text stays readable.")
    if not _passes(colours.named, _LIGHT_GROUNDS):
        sentences.append(f"Links are darkened to {colours.text_light} so they can be read.")
    if not _passes(colours.named, _DARK_GROUNDS):
        sentences.append(f"In the dark theme links are lightened to {colours.text_dark}.")
    return sentences


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _button(named: str, lightness: float, chroma: float, hue: float) -> tuple[str, str]:
    """Choose the fill of a button and the colour of its words: white ones as long as the colour can bear them."""
    if contrast(named, _WHITE) >= TEXT:
        return named, _WHITE
    if lightness <= 0.72:
        return _walk(lightness, chroma, hue, -_STEP, TEXT, (_WHITE,)), _WHITE
    # The clear yellows and greens would turn to mud, so they stay and the words are dark.
    return (named if contrast(named, _BLACK) >= TEXT else _walk(lightness, chroma, hue, _STEP, TEXT, (_BLACK,))), _BLACK


def _walk(lightness: float, chroma: float, hue: float, step: float, needed: float, grounds: tuple[str, ...]) -> str:
    """Change the lightness step by step until the colour stands out enough from every ground."""
    colour = _to_hex(lightness, chroma, hue)
    while min(contrast(colour, ground) for ground in grounds) < needed and 0 < lightness + step < 1:
        lightness += step
        colour = _to_hex(lightness, chroma, hue)
    return colour


def _edge(colours: Palette, ground: str, ui: str) -> str:
    """Return the edge of a filled button: needed only where the fill would vanish on the page."""
    return ui if contrast(colours.solid, ground) < 1.35 else "transparent"


def _pair(light: str, dark: str) -> str:
    return light if light == dark else f"light-dark({light},{dark})"


def _passes(colour: str, grounds: tuple[str, ...]) -> bool:
    return all(contrast(colour, ground) >= TEXT for ground in grounds)


# Up to which hue, in degrees, an everyday word holds.
_HUES = {40: "red", 75: "orange", 115: "yellow", 165: "green", 215: "teal", 280: "blue", 325: "purple", 360: "pink"}


def _name(colour: str) -> str:
    """Return an everyday word for a colour."""
    lightness, chroma, hue = _to_oklch(colour)
    if chroma < 0.035:
        return "white" if lightness > 0.95 else "black" if lightness < 0.25 else "grey"
    if hue < 10:
        return "pink"
    return next(word for limit, word in _HUES.items() if hue <= limit)


# --- sRGB and OKLab ------------------------------------------------------------------------------------------


def _linear(colour: str) -> list[float]:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklch(colour: str) -> tuple[float, float, float]:
    """Return lightness (0 to 1), chroma and hue (degrees) of a colour."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _to_hex(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour, or the most colourful one of its lightness and hue that a screen can show."""
    if not _on_screen(_to_linear(lightness, chroma, hue)):
        least, most = 0.0, chroma
        for _ in range(24):
            chroma = (least + most) / 2
            least, most = (chroma, most) if _on_screen(_to_linear(lightness, chroma, hue)) else (least, chroma)
        chroma = least
    return "#" + "".join(f"{_channel(value):02x}" for value in _to_linear(lightness, chroma, hue))


def _on_screen(linear: tuple[float, float, float]) -> bool:
    return all(-0.0001 <= value <= 1.0001 for value in linear)


def _channel(value: float) -> int:
    value = min(1.0, max(0.0, value))
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))
